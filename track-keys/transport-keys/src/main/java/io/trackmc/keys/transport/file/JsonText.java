package io.trackmc.keys.transport.file;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Writes JSON with one field a line, in the order of the calls, so that equal content gives equal bytes. */
public final class JsonText {

    private static final String INDENT = "  ";
    private static final Pattern LINE_BREAK = Pattern.compile("\\n *");
    private static final Pattern BEFORE_VALUE = Pattern.compile("(?<!\\\\)\": ");

    private final StringBuilder out = new StringBuilder("{");
    private String indent = INDENT;
    private boolean first = true;

    /** A text. */
    public JsonText field(String key, String value) {
        return raw(key, quoted(value));
    }

    /** A whole number. */
    public JsonText field(String key, long value) {
        return raw(key, Long.toString(value));
    }

    /** true or false. */
    public JsonText field(String key, boolean value) {
        return raw(key, Boolean.toString(value));
    }

    /** Nothing, for what is not known. */
    public JsonText nothing(String key) {
        return raw(key, "null");
    }

    /** An object. */
    public JsonText object(String key, Consumer<JsonText> content) {
        next().append(quoted(key)).append(": ");
        nested('{', '}', () -> content.accept(this));
        return this;
    }

    /** What is JSON on one line already. */
    public JsonText json(String key, String value) {
        return raw(key, value);
    }

    /** A list of texts. */
    public JsonText texts(String key, List<String> items) {
        next().append(quoted(key)).append(": ");
        nested('[', ']', () -> items.forEach(item -> next().append(quoted(item))));
        return this;
    }

    /** A list of whole numbers. */
    public JsonText numbers(String key, List<Long> items) {
        next().append(quoted(key)).append(": ");
        nested('[', ']', () -> items.forEach(item -> next().append((long) item)));
        return this;
    }

    /** A list of objects. */
    public <T> JsonText objects(String key, List<T> items, BiConsumer<JsonText, T> content) {
        next().append(quoted(key)).append(": ");
        nested('[', ']', () -> {
            for (T item : items) {
                next();
                nested('{', '}', () -> content.accept(this, item));
            }
        });
        return this;
    }

    /** The text so far, without the brace that would close it. */
    public String unclosed() {
        return out.toString();
    }

    /** The whole of it on one line, without spaces between its parts. */
    public String oneLine() {
        // Neither is inside a text: line breaks are escaped there, and quotes stand behind a backslash.
        String line = LINE_BREAK.matcher(out).replaceAll("") + "}";
        return BEFORE_VALUE.matcher(line).replaceAll("\":");
    }

    private JsonText raw(String key, String value) {
        next().append(quoted(key)).append(": ").append(value);
        return this;
    }

    private StringBuilder next() {
        out.append(first ? "\n" : ",\n").append(indent);
        first = false;
        return out;
    }

    private void nested(char open, char close, Runnable content) {
        String outer = indent;
        out.append(open);
        indent = outer + INDENT;
        first = true;
        content.run();
        indent = outer;
        if (!first) {
            out.append('\n').append(indent);
        }
        out.append(close);
        first = false;
    }

    private static String quoted(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.append('"').toString();
    }
}
