package io.trackmc.keys.transport.conf;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An IP address with a port. Never a name: what it stands for could change, and with it whether the address is loopback. */
public record IpPortForm() implements ValueForm<InetSocketAddress> {

    private static final Pattern FORM = Pattern.compile("(?:\\[([\\w:.%-]+)]|([0-9.]+)):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    @Override
    public @Nullable InetSocketAddress read(ConfigValue value) {
        Matcher match = FORM.matcher(String.valueOf(value.unwrapped()));
        if (value.valueType() != ConfigValueType.STRING || !match.matches()) {
            return null;
        }
        int port = Integer.parseInt(match.group(3));
        String host = match.group(1) == null ? match.group(2) : match.group(1);
        return port > MAX_PORT ? null : new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    @Override
    public String text(InetSocketAddress value) {
        String host = value.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + value.getPort();
    }

    @Override
    public String type() {
        return "IP address and port";
    }

    @Override
    public String range() {
        return "";
    }

    @Override
    public String allowed() {
        return "an IP address and a port, such as 127.0.0.1:9464 or [::1]:9464; port 0 lets the system choose";
    }

    @Override
    public InetSocketAddress placeholder() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
