package io.trackmc.cli.picture;

import java.util.ArrayList;
import java.util.List;

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

    /** Its lines, cut at the width of the terminal. */
    public List<String> lines(int columns) {
        return rows.stream().map(this::line).map(line -> line.substring(0, Math.min(line.length(), columns - 1)))
                .toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
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
