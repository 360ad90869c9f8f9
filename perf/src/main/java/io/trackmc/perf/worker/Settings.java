package io.trackmc.perf.worker;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words {@code key=value} that a worker is started with. */
final class Settings {

    private final Map<String, String> values = new HashMap<>();

    private Settings() {}

    static Settings of(String... words) {
        Settings settings = new Settings();
        for (String word : words) {
            int equals = word.indexOf('=');
            settings.values.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return settings;
    }

    String text(String key) {
        @Nullable String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key + "=");
        }
        return value;
    }

    int number(String key) {
        return Integer.parseInt(text(key));
    }

    double real(String key) {
        return Double.parseDouble(text(key));
    }
}
