package org.vedfolnir.session.cli.console;

import java.util.List;

/**
 * A table for people, written row by row: columns have fixed widths, so that the first row is there before the last one is read.
 * For one thread at a time.
 */
public final class Table {

    private final Console console;
    private final List<Column> columns;

    /** @param right whether the values are aligned to the right, as numbers are */
    public record Column(String title, int width, boolean right) {

        /** Returns a text in this width. */
        public String padded(String text) {
            var cut = text.length() > width ? text.substring(0, width - 1) + "…" : text;
            var gap = " ".repeat(width - cut.length());
            return right ? gap + cut : cut + gap;
        }
    }

    public Table(Console console, Column... columns) {
        this.console = console;
        this.columns = List.of(columns);
    }

    public static Column left(String title, int width) {
        return new Column(title, width, false);
    }

    public static Column right(String title, int width) {
        return new Column(title, width, true);
    }

    public void head() {
        console.line(console.in(
                Console.Colour.BOLD, line(columns.stream().map(Column::title).toList())));
    }

    /** @param values one for each column */
    public void row(List<String> values) {
        console.line(line(values));
    }

    private String line(List<String> values) {
        var line = new StringBuilder();
        for (var i = 0; i < columns.size(); i++) {
            line.append(i == 0 ? "" : "  ").append(columns.get(i).padded(printable(values.get(i))));
        }
        return line.toString().stripTrailing();
    }

    /** A stranger may have chosen the name: it must not control the terminal. */
    public static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
