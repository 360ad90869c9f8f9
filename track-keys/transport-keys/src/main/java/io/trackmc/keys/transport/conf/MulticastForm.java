package io.trackmc.keys.transport.conf;

import com.typesafe.config.ConfigValue;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A multicast address, never a name. */
public record MulticastForm() implements ValueForm<InetAddress> {

    @Override
    public @Nullable InetAddress read(ConfigValue value) {
        InetAddress found = InetAddress.ofLiteral(String.valueOf(value.unwrapped()));
        return found.isMulticastAddress() ? found : null;
    }

    @Override
    public String text(InetAddress value) {
        return value.getHostAddress();
    }

    @Override
    public String type() {
        return "multicast address";
    }

    @Override
    public String range() {
        return "224.0.0.0 to 239.255.255.255 or ff00::/8";
    }

    @Override
    public String allowed() {
        return "a multicast address, " + range();
    }

    @Override
    public InetAddress placeholder() {
        return InetAddress.getLoopbackAddress();
    }
}
