package org.vedfolnir.benchmark.faces;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.vedfolnir.benchmark.server.SessionContent;

/** A line of the data that a page keeps in its view. */
public record OrderLine(long number, String article, String note, BigDecimal price, LocalDate due)
        implements Serializable {

    private static final int LETTERS_A_LINE = 200;

    /** As many lines as have that many letters. */
    static ArrayList<OrderLine> list(int letters) {
        var lines = new ArrayList<OrderLine>();
        for (var number = 0; number * LETTERS_A_LINE < letters; number++) {
            lines.add(line(number));
        }
        return lines;
    }

    private static OrderLine line(int number) {
        var texts = TEXTS.get(number % TEXTS.size());
        return new OrderLine(
                number,
                texts.substring(0, 40) + number,
                texts.substring(40) + number,
                BigDecimal.valueOf(1000L + number, 2),
                LocalDate.of(2026, 1, 1).plusDays(number));
    }

    /** Made once: making them is not what a page costs. */
    private static final List<String> TEXTS = texts();

    private static List<String> texts() {
        var texts = new ArrayList<String>();
        for (var seed = 0; seed < 100; seed++) {
            texts.add(SessionContent.letters(LETTERS_A_LINE, seed));
        }
        return texts;
    }
}
