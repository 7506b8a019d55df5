package org.vedfolnir.session.cli.console;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens the console of this process. Stateless. */
public final class Terminal {

    private Terminal() {}

    /** @param environment NO_COLOR with any value turns colours off (no-color.org), and so does TERM=dumb */
    public static Console open(Function<String, @Nullable String> environment) {
        var interactive = isTerminal();
        var noColour = environment.apply("NO_COLOR");
        return new Console(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                new BufferedReader(new InputStreamReader(System.in, charset())),
                interactive,
                interactive && (noColour == null || noColour.isEmpty()) && !"dumb".equals(environment.apply("TERM")));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        OutputStream out = new FileOutputStream(descriptor);
        return new PrintWriter(new OutputStreamWriter(out, charset()));
    }

    /** What the terminal expects; later versions of Java no longer use it for files. */
    private static Charset charset() {
        var name = System.getProperty("native.encoding", "UTF-8");
        return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    /** From Java 22 on files and pipes have a console too; only a method of it tells them from a terminal. */
    private static boolean isTerminal() {
        var console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // before Java 22
        }
    }
}
