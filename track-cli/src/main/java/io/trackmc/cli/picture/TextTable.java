package io.trackmc.cli.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table in plain text: a heading and rows, each column as wide as its widest cell; numbers stand to the right. */
public final class TextTable {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** With the names of its columns. */
    public TextTable(List<String> heading) {
        rows.add(List.copyOf(heading));
    }

    /** Adds a row with one cell for each column: a Number, or anything else as text. */
    public TextTable row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Number number ? String.format("%,d", number.longValue()) : cell.toString());
        }
        if (row.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException("a row of " + row.size() + " cells, allowed " + rows.getFirst().size());
        }
        rows.add(row);
        return this;
    }

    /** Its lines. Where the terminal is too narrow, whole columns are left out, from the right. */
    public List<String> lines(int columns) {
        int shown = rows.getFirst().size();
        while (shown > 1 && width(0, shown) >= columns) {
            shown--;
        }
        int fitting = shown;
        return rows.stream().map(row -> line(row, fitting))
                .map(line -> line.substring(0, Math.min(line.length(), columns - 1))).toList();
    }

    private int width(int from, int to) {
        return IntStream.range(from, to).map(this::width).sum() + GAP.length() * (to - from - 1);
    }

    private String line(List<String> row, int shown) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            String cell = row.get(i);
            String space = " ".repeat(width(i) - cell.length());
            line.append(i == 0 ? "" : GAP).append(isNumeric(i) ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private boolean isNumeric(int column) {
        return rows.size() > 1
                && rows.stream().skip(1).allMatch(row -> row.get(column).chars().allMatch(c -> c == ',' || c == '-'
                        || Character.isDigit(c)));
    }
}
