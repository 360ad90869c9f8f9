package io.trackmc.keys.transport.bundle;

import com.typesafe.config.ConfigValue;
import io.trackmc.keys.transport.conf.ValueForm;
import java.net.InetAddress;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A management address as others reach it: a token goes in clear to loopback only. */
record ManagementUrlForm() implements ValueForm<URI> {

    private static final Pattern FORM = Pattern
            .compile("(http|https)://([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\]):\\d{1,5}");
    private static final int MOST_PORT = 65_535;

    @Override
    public @Nullable URI read(ConfigValue value) {
        String text = String.valueOf(value.unwrapped());
        if (!FORM.matcher(text).matches()) {
            return null;
        }
        URI url = URI.create(text);
        boolean isReachable = url.getHost() != null && url.getPort() > 0 && url.getPort() <= MOST_PORT;
        return isReachable && (url.getScheme().equals("https") || isLoopback(url.getHost())) ? url : null;
    }

    private static boolean isLoopback(String host) {
        return InetAddress.ofLiteral(host).isLoopbackAddress();
    }

    @Override
    public String text(URI value) {
        return value.toString();
    }

    @Override
    public String type() {
        return "URL";
    }

    @Override
    public String range() {
        return "";
    }

    @Override
    public String allowed() {
        return "https://HOST:PORT, or http://ADDRESS:PORT with an address of loopback";
    }

    @Override
    public URI placeholder() {
        return URI.create("https://127.0.0.1:1");
    }
}
