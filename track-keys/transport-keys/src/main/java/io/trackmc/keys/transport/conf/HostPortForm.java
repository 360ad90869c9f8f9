package io.trackmc.keys.transport.conf;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A host by name or address, and a port from 1; looked up when it is asked for. */
public record HostPortForm() implements ValueForm<String> {

    private static final Pattern FORM = Pattern.compile(".{1,255}:(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    @Override
    public @Nullable String read(ConfigValue value) {
        String text = String.valueOf(value.unwrapped());
        Matcher match = FORM.matcher(text);
        if (value.valueType() != ConfigValueType.STRING || !match.matches()) {
            return null;
        }
        int port = Integer.parseInt(match.group(1));
        return port >= 1 && port <= MAX_PORT ? text : null;
    }

    @Override
    public String text(String value) {
        return value;
    }

    @Override
    public String type() {
        return "host:port";
    }

    @Override
    public String range() {
        return "";
    }

    @Override
    public String allowed() {
        return "host:port, the port from 1 to " + MAX_PORT;
    }

    @Override
    public String placeholder() {
        return "";
    }
}
