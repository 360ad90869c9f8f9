package io.trackmc.keys.transport.conf;

import com.typesafe.config.ConfigValue;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** An IP address of one host, never a name. */
public record UnicastForm() implements ValueForm<InetAddress> {

    @Override
    public @Nullable InetAddress read(ConfigValue value) {
        InetAddress found = InetAddress.ofLiteral(String.valueOf(value.unwrapped()));
        return found.isMulticastAddress() || found.isAnyLocalAddress() ? null : found;
    }

    @Override
    public String text(InetAddress value) {
        return value.getHostAddress();
    }

    @Override
    public String type() {
        return "IP address";
    }

    @Override
    public String range() {
        return "of one host";
    }

    @Override
    public String allowed() {
        return "an IP address of one host, such as 10.0.0.2";
    }

    @Override
    public InetAddress placeholder() {
        return InetAddress.getLoopbackAddress();
    }
}
