package org.vedfolnir.session.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vedfolnir.session.cli.console.Console;
import org.vedfolnir.session.cli.options.TargetOptions.Surroundings;

/** One run of the command line in this process. */
record Run(int exit, String out, String err) {

    static Builder with(Map<String, String> environment) {
        return new Builder(environment);
    }

    /** Lines of the result. */
    List<String> lines() {
        return out.lines().toList();
    }

    static final class Builder {

        private final Map<String, String> environment;
        private InstantSource clock = InstantSource.system();
        private String answer = "";
        private boolean interactive;

        private Builder(Map<String, String> environment) {
            this.environment = new HashMap<>(environment);
        }

        Builder clock(InstantSource other) {
            clock = other;
            return this;
        }

        /** A person sits there. */
        Builder answering(String text) {
            interactive = true;
            answer = text;
            return this;
        }

        Run run(String... words) {
            var out = new StringWriter();
            var err = new StringWriter();
            var console = new Console(
                    new PrintWriter(out),
                    new PrintWriter(err),
                    new BufferedReader(new StringReader(answer)),
                    interactive,
                    false);
            var exit = Main.run(console, Surroundings.of(environment), clock, words);
            console.out().flush();
            console.err().flush();
            return new Run(exit, out.toString(), err.toString());
        }
    }
}
