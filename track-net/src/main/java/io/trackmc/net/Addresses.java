package io.trackmc.net;

import io.trackmc.proto.engine.Endpoint;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Translation between addresses as engines see them, as sockets see them, and as people write them. */
public final class Addresses {

    private static final long IPV4_MAPPED = 0x0000_ffff_0000_0000L;
    private static final int LINK_LOCAL_UNICAST = 0xfe80;

    private Addresses() {}

    /** The endpoint of a resolved address; a scope is lost. */
    public static Endpoint endpoint(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        return new Endpoint(high(ip), low(ip), address.getPort());
    }

    /**
     * The socket address of an endpoint.
     *
     * @param scopeId index of the interface to which IPv6 link-local addresses belong; other addresses have none
     */
    public static InetSocketAddress socketAddress(Endpoint endpoint, int scopeId) {
        return new InetSocketAddress(inetAddress(endpoint.high(), endpoint.low(), scopeId), endpoint.port());
    }

    /**
     * Reads {@code 239.1.2.3:5000}, {@code [ff12::1]:5000} or {@code host.example:5000}; a host name is looked up.
     *
     * @throws ConfigurationException when it is not an address with a port, or the name is not known
     */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.isEmpty() || (host.indexOf(':') >= 0 && !(host.startsWith("[") && host.endsWith("]")))) {
            throw new ConfigurationException(notAnAddress(text));
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port(text, text.substring(colon + 1)));
        } catch (UnknownHostException e) {
            throw new ConfigurationException("'" + text + "': host '" + host + "' is not known", e);
        }
    }

    /** Writes an endpoint as {@link #parse} reads it. */
    public static String format(Endpoint endpoint) {
        return format(socketAddress(endpoint, 0));
    }

    /** Writes an address as {@link #parse} reads it; the scope of an IPv6 address is left out. */
    public static String format(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            return address.getHostString() + ":" + address.getPort();
        }
        String host = ip.getHostAddress();
        if (ip instanceof Inet6Address) {
            int scope = host.indexOf('%');
            host = "[" + (scope < 0 ? host : host.substring(0, scope)) + "]";
        }
        return host + ":" + address.getPort();
    }

    static long high(InetAddress ip) {
        return ip instanceof Inet4Address ? 0 : ByteBuffer.wrap(ip.getAddress()).getLong(0);
    }

    static long low(InetAddress ip) {
        ByteBuffer bytes = ByteBuffer.wrap(ip.getAddress());
        return ip instanceof Inet4Address
                ? IPV4_MAPPED | Integer.toUnsignedLong(bytes.getInt(0))
                : bytes.getLong(Long.BYTES);
    }

    private static InetAddress inetAddress(long high, long low, int scopeId) {
        try {
            if (high == 0 && low >>> Integer.SIZE == IPV4_MAPPED >>> Integer.SIZE) {
                return InetAddress.getByAddress(
                        ByteBuffer.allocate(Integer.BYTES).putInt((int) low).array());
            }
            byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
            boolean linkLocal = (high >>> 48 & 0xffc0) == LINK_LOCAL_UNICAST;
            return linkLocal && scopeId > 0
                    ? Inet6Address.getByAddress(null, bytes, scopeId)
                    : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes is always valid", e);
        }
    }

    private static int port(String text, String port) {
        try {
            int number = Integer.parseInt(port);
            if (number >= 0 && number <= 65_535) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ConfigurationException(notAnAddress(text), e);
        }
        throw new ConfigurationException(notAnAddress(text));
    }

    private static String notAnAddress(String text) {
        return "'" + text + "' is not an address with a port (allowed: 239.1.2.3:5000, [ff12::1]:5000 or host:5000)";
    }
}
