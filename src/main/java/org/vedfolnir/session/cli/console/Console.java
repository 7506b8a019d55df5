package org.vedfolnir.session.cli.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/**
 * Where a command reads and writes. For one thread at a time.
 *
 * @param out results
 * @param err messages and progress
 * @param in answers
 * @param interactive whether a person sits there: both ends are a terminal
 * @param coloured whether colours may be used
 */
public record Console(PrintWriter out, PrintWriter err, BufferedReader in, boolean interactive, boolean coloured) {

    /** A colour of the terminal. */
    public enum Colour {
        GREEN("32"),
        YELLOW("33"),
        RED("31"),
        BOLD("1");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    /** Returns a text in a colour, if this terminal has any. */
    public String in(Colour colour, String text) {
        return coloured ? "\u001b[" + colour.code + "m" + text + "\u001b[0m" : text;
    }

    /** Writes a line of the result. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Writes a message that is not part of the result. */
    public void message(String text) {
        err.println(text);
        err.flush();
    }

    /** Asks a question; any answer but {@code y} or {@code yes} is no. */
    public boolean agrees(String question) {
        err.print(question + " [y/N] ");
        err.flush();
        try {
            var answer = in.readLine();
            return answer != null && answer.strip().matches("(?i)y|yes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
