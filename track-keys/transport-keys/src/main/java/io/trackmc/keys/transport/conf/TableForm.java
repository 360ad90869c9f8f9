package io.trackmc.keys.transport.conf;

import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table of texts, each under a key of its own that the file chooses; read by {@link ConfValues#table}.
 *
 * @param isRow whether key and text of a row are right
 * @param row form of a row, for people
 */
public record TableForm(BiPredicate<String, String> isRow, String row) implements ValueForm<Map<String, String>> {

    /** Never: its rows stand below it. */
    @Override
    public @Nullable Map<String, String> read(ConfigValue value) {
        return null;
    }

    @Override
    public String text(Map<String, String> value) {
        return value.entrySet().stream().map(row -> row.getKey() + " = " + row.getValue())
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    @Override
    public String type() {
        return "table";
    }

    @Override
    public String range() {
        return row;
    }

    @Override
    public String allowed() {
        return row;
    }

    @Override
    public Map<String, String> placeholder() {
        return Map.of();
    }
}
