package org.vedfolnir.run.node;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A container's process as a node of a site: its own start class, with output to a log, from which this class reports to the parent as {@link NodeMain}
 * does. Arguments: port and log. Only classes of the JDK are on its class path.
 */
final class ContainerNode {

    private static final String BOOTSTRAP = "org.apache.catalina.startup.Bootstrap";

    private static final Pattern SETUP = Pattern.compile("account at (/\\S+) of this server\\. .* until (\\S+)\\. ");

    private ContainerNode() {}

    public static void main(String[] arguments) throws Exception {
        var parent = System.out;
        var log = new PrintStream(
                new Lines(new FileOutputStream(arguments[1], true), line -> report(parent, line, arguments[0])),
                true,
                StandardCharsets.UTF_8);
        System.setOut(log);
        System.setErr(log);
        Class.forName(BOOTSTRAP).getMethod("main", String[].class).invoke(null, (Object) new String[] {"start"});
    }

    private static void report(PrintStream parent, String line, String port) {
        var setup = SETUP.matcher(line);
        if (setup.find()) {
            parent.println(NodeMain.SETUP + setup.group(2) + " " + setup.group(1));
        } else if (line.contains("Server startup in")) {
            parent.println(NodeMain.READY + port);
        }
        parent.flush();
    }

    /** The classes that the process needs, by the names of their files. */
    static List<String> classes() {
        return List.of("ContainerNode.class", "ContainerNode$Lines.class");
    }

    /** Passes everything on, and each line also to a reader. */
    private static final class Lines extends OutputStream {

        private final OutputStream log;
        private final Consumer<String> reader;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(OutputStream log, Consumer<String> reader) {
            this.log = log;
            this.reader = reader;
        }

        @Override
        public synchronized void write(int each) throws IOException {
            log.write(each);
            if (each == '\n') {
                var text = line.toString(StandardCharsets.UTF_8);
                line.reset();
                reader.accept(text);
            } else {
                line.write(each);
            }
        }
    }
}
