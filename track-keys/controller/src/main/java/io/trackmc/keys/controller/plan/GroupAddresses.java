package io.trackmc.keys.controller.plan;

import io.trackmc.keys.controller.DeploymentException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Multicast addresses of a group: its own for the data channel, and the one {@code 1 + region id} behind it for each local control
 * channel. All use the same port.
 */
final class GroupAddresses {

    private static final String ALLOWED = "allowed: a multicast address, 224.0.0.0 to 239.255.255.255 or ff00::/8";

    /** Four numbers or something with colons: the short forms of IPv4, like 239.1, are more often slips than meant. */
    private static final Pattern LITERAL = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private final InetAddress group;

    GroupAddresses(InetAddress group) {
        this.group = group;
        if (!group.isMulticastAddress()) {
            throw new DeploymentException("group address: found " + group.getHostAddress()
                    + ", " + ALLOWED);
        }
    }

    /** Reads an address literal; looks nothing up. */
    static InetAddress parse(String text) {
        try {
            if (LITERAL.matcher(text).matches()) {
                return InetAddress.ofLiteral(text);
            }
        } catch (IllegalArgumentException _) {
            // As for any other text that is no address.
        }
        throw new DeploymentException("group address: found \"" + text + "\", " + ALLOWED);
    }

    InetAddress ofRegion(int region) {
        byte[] base = group.getAddress();
        byte[] sum = new BigInteger(1, base).add(BigInteger.valueOf(1 + Integer.toUnsignedLong(region))).toByteArray();
        byte[] address = new byte[base.length];
        int length = Math.min(sum.length, address.length);
        System.arraycopy(sum, sum.length - length, address, address.length - length, length);
        InetAddress result = toAddress(address);
        if (sum.length > address.length + 1 || !result.isMulticastAddress() || !sameScope(base, address)) {
            throw new DeploymentException("group address: found " + group.getHostAddress() + ", after which region "
                    + Integer.toUnsignedString(region) + " would need " + result.getHostAddress()
                    + "; allowed: one with enough multicast addresses behind it for one region more than there are"
                    + " repair heads");
        }
        return result;
    }

    /** For IPv6, flags and scope are in the first two bytes and must not change by counting. */
    private static boolean sameScope(byte[] a, byte[] b) {
        return a.length == 4 || Arrays.equals(a, 0, 2, b, 0, 2);
    }

    private static InetAddress toAddress(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes is never unknown", e);
        }
    }
}
