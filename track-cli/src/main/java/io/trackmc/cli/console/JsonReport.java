package io.trackmc.cli.console;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Outcome of one command as one JSON object on one line. All fields are named beforehand and null until the command sets them, so
 * that a field that a run did not exercise is null, never a default. Not thread-safe.
 */
public final class JsonReport {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final int DECIMALS = 3;

    private final String command;
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    /**
     * @param command words of the command, such as {@code keys init}
     * @param fields names of its fields in order, without {@code command}, {@code ok} and {@code error}
     */
    public JsonReport(String command, List<String> fields) {
        this.command = command;
        fields.forEach(name -> this.fields.put(name, null));
    }

    /**
     * Sets a field.
     *
     * @param value null, a String, Boolean, Integer, Long or Double, or a Collection or Map of these; a Double keeps three decimals
     * @throws IllegalArgumentException when the command did not name the field
     */
    public JsonReport set(String field, @Nullable Object value) {
        if (!fields.containsKey(field)) {
            throw new IllegalArgumentException(command + " has no field " + field);
        }
        fields.put(field, value);
        return this;
    }

    /** What a field was set to. */
    public @Nullable Object get(String field) {
        return fields.get(field);
    }

    /** The object, with {@code error} when there is one. */
    public String toJson(boolean ok, @Nullable String error) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("command", command);
        all.put("ok", ok);
        if (error != null) {
            all.put("error", error);
        }
        all.putAll(fields);
        return json(all);
    }

    /** Any value that a field may have, as JSON on one line. */
    public static String json(@Nullable Object value) {
        StringWriter line = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            write(generator, value);
        }
        return line.toString();
    }

    private static void write(JsonGenerator out, @Nullable Object value) {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Boolean flag -> out.writeBoolean(flag);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(rounded(number));
            case Collection<?> list -> {
                out.writeStartArray();
                list.forEach(element -> write(out, element));
                out.writeEndArray();
            }
            case Map<?, ?> object -> {
                out.writeStartObject();
                object.forEach((key, element) -> {
                    out.writeName(String.valueOf(key));
                    write(out, element);
                });
                out.writeEndObject();
            }
            default -> throw new IllegalArgumentException("no JSON for a " + value.getClass().getName());
        }
    }

    private static BigDecimal rounded(double number) {
        return BigDecimal.valueOf(number).setScale(DECIMALS, RoundingMode.HALF_UP);
    }
}
