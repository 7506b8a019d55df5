package org.vedfolnir.session.cli.doctor;

import org.vedfolnir.session.cli.console.Console.Colour;

/** How grave a finding is. */
enum Status {
    OK("OK  ", Colour.GREEN),
    /** Works, and endangers something. */
    WARN("WARN", Colour.YELLOW),
    /** Does not work, or loses sessions. */
    FAIL("FAIL", Colour.RED);

    private final String word;
    private final Colour colour;

    Status(String word, Colour colour) {
        this.word = word;
        this.colour = colour;
    }

    String word() {
        return word;
    }

    Colour colour() {
        return colour;
    }
}
