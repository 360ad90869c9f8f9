package io.trackmc.keys.transport.conf;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text.
 *
 * @param form that the whole of it has
 * @param type in a word or two
 * @param allowed as a fault says it
 */
public record TextForm(Pattern form, String type, String allowed) implements ValueForm<String> {

    private static final Pattern ANY = Pattern.compile(".{1,4096}");

    /** Any text of 1 to 4,096 characters. */
    public static TextForm any(String type, String allowed) {
        return new TextForm(ANY, type, allowed);
    }

    @Override
    public @Nullable String read(ConfigValue value) {
        String text = String.valueOf(value.unwrapped());
        return value.valueType() == ConfigValueType.STRING && form.matcher(text).matches() ? text : null;
    }

    @Override
    public String text(String value) {
        return value;
    }

    @Override
    public String range() {
        return "";
    }

    @Override
    public String placeholder() {
        return "";
    }
}
