package io.trackmc.net.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON that another node has written: objects, lists, texts, whole numbers, true, false and null, at most so deep and so long. Numbers with a point or an
 * exponent are not among them. One use, one thread.
 */
final class JsonReader {

    private static final int DEEPEST = 12;
    /** Values and names: the longest answer has room for more of the smallest, which take many times their bytes; no tree needs so many. */
    static final int MOST_VALUES = 3 << 19;
    /** Objects and lists, which take most. */
    static final int MOST_CONTAINERS = 1 << 18;
    private static final int LONGEST_TEXT = 4_096;
    private static final int LONGEST_NUMBER = 18;
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

    private final String text;
    private int at;
    private int values;
    private int containers;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * What the text says: {@code Map}, {@code List}, {@code String}, {@code Long}, {@code Boolean} or null.
     *
     * @throws TreeFormatException when it is anything else
     */
    static @Nullable Object read(String text) throws TreeFormatException {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value(0);
        reader.skip();
        if (reader.at != text.length()) {
            throw reader.wrong();
        }
        return value;
    }

    private @Nullable Object value(int depth) throws TreeFormatException {
        if (depth > DEEPEST) {
            throw new TreeFormatException("too deep");
        }
        values++;
        if (values > MOST_VALUES) {
            throw TreeFormatException.tooLarge("more than " + MOST_VALUES + " values");
        }
        skip();
        return switch (peek()) {
            case '{' -> object(contained(depth));
            case '[' -> list(contained(depth));
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private int contained(int depth) throws TreeFormatException {
        containers++;
        if (containers > MOST_CONTAINERS) {
            throw TreeFormatException.tooLarge("more than " + MOST_CONTAINERS + " objects and lists");
        }
        return depth;
    }

    private Map<String, @Nullable Object> object(int depth) throws TreeFormatException {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        at++;
        if (closes('}')) {
            return result;
        }
        do {
            skip();
            if (peek() != '"') {
                throw wrong();
            }
            String key = string();
            expect(':');
            result.put(key, value(depth + 1));
        } while (goesOn('}'));
        return result;
    }

    private List<@Nullable Object> list(int depth) throws TreeFormatException {
        List<@Nullable Object> result = new ArrayList<>();
        at++;
        if (closes(']')) {
            return result;
        }
        do {
            result.add(value(depth + 1));
        } while (goesOn(']'));
        return result;
    }

    private boolean closes(char end) throws TreeFormatException {
        skip();
        boolean is = peek() == end;
        at += is ? 1 : 0;
        return is;
    }

    private boolean goesOn(char end) throws TreeFormatException {
        if (closes(end)) {
            return false;
        }
        expect(',');
        return true;
    }

    private String string() throws TreeFormatException {
        StringBuilder result = new StringBuilder();
        at++;
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ' || result.length() == LONGEST_TEXT) {
                throw wrong();
            }
            result.append(c == '\\' ? escaped() : c);
        }
        return result.toString();
    }

    private char escaped() throws TreeFormatException {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong();
        };
    }

    private char unicode() throws TreeFormatException {
        int code = 0;
        for (int i = 0; i < HEX_DIGITS; i++) {
            int digit = Character.digit(next(), HEX);
            if (digit < 0) {
                throw wrong();
            }
            code = code * HEX + digit;
        }
        return (char) code;
    }

    private Long number() throws TreeFormatException {
        int from = at;
        at += peek() == '-' ? 1 : 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at - from > LONGEST_NUMBER) {
            throw wrong();
        }
        try {
            return Long.valueOf(text.substring(from, at));
        } catch (NumberFormatException _) {
            throw wrong();
        }
    }

    private @Nullable Object word(String word, @Nullable Boolean meaning) throws TreeFormatException {
        if (!text.startsWith(word, at)) {
            throw wrong();
        }
        at += word.length();
        return meaning;
    }

    private void expect(char wanted) throws TreeFormatException {
        skip();
        if (next() != wanted) {
            throw wrong();
        }
    }

    private void skip() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws TreeFormatException {
        if (at >= text.length()) {
            throw new TreeFormatException("it ends too soon");
        }
        return text.charAt(at);
    }

    private char next() throws TreeFormatException {
        char c = peek();
        at++;
        return c;
    }

    private TreeFormatException wrong() {
        return new TreeFormatException("it is not the JSON of a tree, at character " + at);
    }
}
