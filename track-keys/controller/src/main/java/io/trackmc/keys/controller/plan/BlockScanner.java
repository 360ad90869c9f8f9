package io.trackmc.keys.controller.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds blocks {@code name { .. }} in HOCON that stand twice in one parent block. It knows just enough of HOCON for that, comments, strings
 * and nesting, and looks only at text that a parser has found correct.
 */
final class BlockScanner {

    private final String text;
    private final Deque<List<String>> open = new ArrayDeque<>();
    private final StringBuilder key = new StringBuilder();
    private int at;
    private int line = 1;

    private BlockScanner(String text) {
        this.text = text;
    }

    /**
     * A block whose name was there before.
     *
     * @param name the name
     * @param line where it stands the second time, from 1
     */
    record SecondBlock(String name, int line) {}

    /** The first second block inside the outermost block of the given name, or null. */
    static @Nullable SecondBlock firstSecondBlock(String text, String parent) {
        BlockScanner scanner = new BlockScanner(text);
        Set<String> seen = new HashSet<>();
        while (scanner.nextBlock()) {
            List<String> path = scanner.path();
            if (path.size() == 2 && path.getFirst().equals(parent) && !seen.add(path.getLast())) {
                return new SecondBlock(path.getLast(), scanner.line);
            }
        }
        return null;
    }

    /** Goes on to just behind the next opening brace. */
    private boolean nextBlock() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '{' -> {
                    open.push(takeKey());
                    return true;
                }
                case '[' -> open.push(List.of("[]"));
                case '}', ']' -> close();
                case '"' -> readString();
                case '#' -> skipLine();
                case '/' -> readSlash();
                case '\n' -> endLine();
                case ',' -> key.setLength(0);
                default -> key.append(c);
            }
        }
        return false;
    }

    /** Names of the open blocks from outside in; a list is a block that no name leads to. */
    private List<String> path() {
        List<String> path = new ArrayList<>();
        open.descendingIterator().forEachRemaining(path::addAll);
        return path;
    }

    /** Names before the brace: none for that of the whole file, more than one for {@code a.b { .. }}. */
    private List<String> takeKey() {
        String name = key.toString().strip();
        key.setLength(0);
        if (name.endsWith("=") || name.endsWith(":")) {
            name = name.substring(0, name.length() - 1).strip();
        }
        return name.isEmpty() ? List.of() : List.of(name.split("\\.", -1));
    }

    private void close() {
        key.setLength(0);
        if (!open.isEmpty()) {
            open.pop();
        }
    }

    private void endLine() {
        line++;
        String soFar = key.toString().strip();
        if (!soFar.endsWith("=") && !soFar.endsWith(":")) {
            key.setLength(0);
        }
    }

    private void readSlash() {
        if (at < text.length() && text.charAt(at) == '/') {
            skipLine();
        } else {
            key.append('/');
        }
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private void readString() {
        boolean isTriple = text.startsWith("\"\"", at);
        String end = isTriple ? "\"\"\"" : "\"";
        int from = isTriple ? at + 2 : at;
        int to = from;
        while (to < text.length() && !text.startsWith(end, to)) {
            to += !isTriple && text.charAt(to) == '\\' ? 2 : 1;
        }
        String content = text.substring(from, Math.min(to, text.length()));
        line += (int) content.chars().filter(c -> c == '\n').count();
        key.append(content);
        at = Math.min(text.length(), to + end.length());
    }
}
