package io.trackmc.keys.controller.authority;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.trackmc.keys.transport.conf.ValueForm;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a server listens: an address or a name of this host, and a port; a name is looked up. */
record ListenForm() implements ValueForm<InetSocketAddress> {

    private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.%a-z]+\\]|[A-Za-z0-9._-]+):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    @Override
    public @Nullable InetSocketAddress read(ConfigValue value) {
        Matcher match = FORM.matcher(String.valueOf(value.unwrapped()));
        if (value.valueType() != ConfigValueType.STRING || !match.matches()) {
            return null;
        }
        int port = Integer.parseInt(match.group(2));
        if (port > MAX_PORT) {
            return null;
        }
        InetSocketAddress address = new InetSocketAddress(match.group(1).replace("[", "").replace("]", ""), port);
        return address.isUnresolved() ? null : address;
    }

    @Override
    public String text(InetSocketAddress value) {
        String host = value.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + value.getPort();
    }

    @Override
    public String type() {
        return "host:port";
    }

    @Override
    public String range() {
        return "port 0 to 65535";
    }

    @Override
    public String allowed() {
        return "host:port or [IPv6]:port, a host that is known, port 0 to 65535";
    }

    @Override
    public InetSocketAddress placeholder() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
