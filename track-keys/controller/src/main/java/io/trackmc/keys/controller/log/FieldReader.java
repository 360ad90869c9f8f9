package io.trackmc.keys.controller.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Reads one JSON object whose fields come in a known order. Whatever is not as expected is an {@link IllegalArgumentException} that
 * says what should be there, never what was.
 */
public final class FieldReader implements AutoCloseable {

    /** Buffers are kept by each thread: a pool that all share costs more than it saves where lines are short. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool()).build();

    private final JsonParser parser;

    /** Begins to read an object. */
    public FieldReader(byte[] bytes, int offset, int length) {
        try {
            parser = JSON.createParser(ObjectReadContext.empty(), bytes, offset, length);
            expect(JsonToken.START_OBJECT, "an object");
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /** A text. */
    public String text(String name) {
        value(name, JsonToken.VALUE_STRING, "a text");
        return string();
    }

    /** A whole number from 0. */
    public long number(String name) {
        value(name, JsonToken.VALUE_NUMBER_INT, "a whole number");
        return natural(name);
    }

    /** true or false. */
    public boolean flag(String name) {
        name(name);
        try {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
                throw new IllegalArgumentException("\"" + name + "\": allowed: true or false");
            }
            return token == JsonToken.VALUE_TRUE;
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /** Texts in a list. */
    public List<String> texts(String name) {
        value(name, JsonToken.START_ARRAY, "a list of texts");
        List<String> texts = new ArrayList<>();
        while (more(JsonToken.VALUE_STRING, name)) {
            texts.add(string());
        }
        return texts;
    }

    /** Objects in a list, whose fields {@code each} reads in turn from this reader. */
    public <T> List<T> objects(String name, Supplier<T> each) {
        value(name, JsonToken.START_ARRAY, "a list of objects");
        List<T> objects = new ArrayList<>();
        while (more(JsonToken.START_OBJECT, name)) {
            objects.add(each.get());
            expect(JsonToken.END_OBJECT, "no other field");
        }
        return objects;
    }

    /** Whole numbers from 0 in a list. */
    List<Long> numbers(String name) {
        value(name, JsonToken.START_ARRAY, "a list of numbers");
        List<Long> numbers = new ArrayList<>();
        while (more(JsonToken.VALUE_NUMBER_INT, name)) {
            numbers.add(natural(name));
        }
        return numbers;
    }

    /** Pairs of names in a list. */
    List<KeyEdge> edges(String name) {
        value(name, JsonToken.START_ARRAY, "a list of pairs");
        List<KeyEdge> edges = new ArrayList<>();
        while (more(JsonToken.START_ARRAY, name)) {
            expect(JsonToken.VALUE_STRING, "a name of a key");
            String from = string();
            expect(JsonToken.VALUE_STRING, "a name of a key");
            edges.add(new KeyEdge(from, string()));
            expect(JsonToken.END_ARRAY, "two names");
        }
        return edges;
    }

    /** Checks that the object ends here, and the text with it. */
    public void end() {
        expect(JsonToken.END_OBJECT, "no other field");
        try {
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("allowed: nothing after the object");
            }
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    @Override
    public void close() {
        parser.close();
    }

    private void value(String name, JsonToken token, String allowed) {
        name(name);
        expect(token, "\"" + name + "\", " + allowed);
    }

    private void name(String name) {
        try {
            if (!name.equals(parser.nextName())) {
                throw new IllegalArgumentException("allowed: \"" + name + "\" here");
            }
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    private boolean more(JsonToken element, String name) {
        try {
            JsonToken token = parser.nextToken();
            if (token != element && token != JsonToken.END_ARRAY) {
                throw new IllegalArgumentException("\"" + name + "\": a wrong element");
            }
            return token == element;
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    private void expect(JsonToken token, String allowed) {
        try {
            if (parser.nextToken() != token) {
                throw new IllegalArgumentException("allowed: " + allowed);
            }
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    private String string() {
        try {
            return parser.getString();
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    private long natural(String name) {
        try {
            long number = parser.getLongValue();
            if (number < 0) {
                throw new IllegalArgumentException("\"" + name + "\": allowed: a number from 0");
            }
            return number;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("\"" + name + "\": allowed: a number below 2^63", e);
        }
    }

    /** Not the parser's own words, because they quote what it found. */
    private static IllegalArgumentException notJson(JacksonException cause) {
        return new IllegalArgumentException("not JSON", cause);
    }
}
