package org.vedfolnir.session.cli.console;

/** A line on standard error that shows how far a command is; nothing if that is no terminal. For one thread at a time. */
public final class Progress implements AutoCloseable {

    private static final int WIDTH = 30;

    private final Console console;
    private final String what;
    private final long all;
    private long done;
    private int shown = -1;

    /** @param all how many there are, as far as is known */
    public Progress(Console console, String what, long all) {
        this.console = console;
        this.what = what;
        this.all = Math.max(1, all);
    }

    public void add(long more) {
        done += more;
        var percent = (int) Math.min(100, done * 100 / all);
        if (console.interactive() && percent != shown) {
            shown = percent;
            var full = percent * WIDTH / 100;
            console.err()
                    .print("\r" + what + " [" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + percent + " % "
                            + done);
            console.err().flush();
        }
    }

    @Override
    public void close() {
        clear();
    }

    /** Removes the line, before something else is written. */
    public void clear() {
        if (shown >= 0) {
            shown = -1;
            console.err().print("\r\u001b[K");
            console.err().flush();
        }
    }
}
