package io.trackmc.net;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The network interface for multicast, and the address of it that a node is known by.
 *
 * @param networkInterface where groups are joined and multicast leaves
 * @param address address of the wanted family on it
 */
public record InterfaceChoice(NetworkInterface networkInterface, InetAddress address) {

    /**
     * Finds the interface that {@code wanted} means: its name, one of its addresses, or a CIDR block that holds one. Nothing
     * means the only interface that is up, can multicast and is not loopback. Loopback has no MULTICAST flag, but carries
     * multicast when it is asked for by name or address.
     *
     * @throws ConfigurationException when there is none, or more than one
     */
    public static InterfaceChoice find(String wanted, boolean ipv4) {
        List<InterfaceChoice> all = all(ipv4);
        if (wanted.isBlank()) {
            return only(all, InterfaceChoice::isDefault, "no network interface was named and ", ipv4);
        }
        Predicate<InterfaceChoice> matches = matcher(wanted.strip())
                .orElse(choice -> choice.name().equals(wanted.strip()));
        return only(all, matches, "network interface '" + wanted + "': ", ipv4);
    }

    /** Its name. */
    public String name() {
        return networkInterface.getName();
    }

    /** Largest IP packet that it takes whole, in bytes. */
    public int mtu() {
        try {
            return networkInterface.getMTU();
        } catch (SocketException e) {
            throw new ConfigurationException("network interface " + name() + " has gone", e);
        }
    }

    private static InterfaceChoice only(
            List<InterfaceChoice> all, Predicate<InterfaceChoice> matches, String subject, boolean ipv4) {
        List<InterfaceChoice> found = all.stream().filter(matches).toList();
        // One interface may hold several addresses of the block: the first is as good as any.
        if (found.stream().map(InterfaceChoice::name).distinct().count() == 1) {
            return found.getFirst();
        }
        throw new ConfigurationException(subject + (found.isEmpty() ? "none fits" : "several fit: " + list(found))
                + " (allowed: a name, an address or a CIDR block of one of " + (all.isEmpty() ? none(ipv4) : list(all))
                + ")");
    }

    private static String list(List<InterfaceChoice> choices) {
        return choices.stream()
                .map(choice -> choice.name() + " " + hostAddress(choice.address))
                .collect(Collectors.joining(", "));
    }

    private static String none(boolean ipv4) {
        return ipv4
                ? "no interface at all, since none is up with an IPv4 address"
                : "no interface at all, since none is up with an IPv6 address, or Java runs with java.net.preferIPv4Stack=true";
    }

    private static List<InterfaceChoice> all(boolean ipv4) {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(InterfaceChoice::isUp)
                    .flatMap(nif -> nif.inetAddresses()
                            .filter(address -> address instanceof Inet4Address == ipv4)
                            .sorted(Comparator.comparing(InetAddress::isLinkLocalAddress))
                            .map(address -> new InterfaceChoice(nif, address)))
                    .toList();
        } catch (SocketException e) {
            throw new ConfigurationException("the host does not tell its network interfaces", e);
        }
    }

    private boolean isDefault() {
        try {
            return networkInterface.supportsMulticast() && !networkInterface.isLoopback();
        } catch (SocketException e) {
            return false; // it went away while we looked
        }
    }

    private static boolean isUp(NetworkInterface nif) {
        try {
            return nif.isUp();
        } catch (SocketException e) {
            return false; // it went away while we looked
        }
    }

    /** A test for an address or a CIDR block; empty when {@code wanted} is neither. */
    private static Optional<Predicate<InterfaceChoice>> matcher(String wanted) {
        int slash = wanted.indexOf('/');
        Optional<InetAddress> block = literal(slash < 0 ? wanted : wanted.substring(0, slash));
        if (block.isEmpty()) {
            return Optional.empty();
        }
        byte[] prefix = block.get().getAddress();
        int bits = prefix.length * Byte.SIZE;
        if (slash >= 0) {
            bits = prefixLength(wanted, wanted.substring(slash + 1), bits);
        }
        int hostBits = prefix.length * Byte.SIZE - bits;
        return Optional.of(choice -> samePrefix(prefix, choice.address.getAddress(), hostBits));
    }

    private static boolean samePrefix(byte[] left, byte[] right, int hostBits) {
        return left.length == right.length
                && new BigInteger(1, left).shiftRight(hostBits).equals(new BigInteger(1, right).shiftRight(hostBits));
    }

    private static int prefixLength(String wanted, String text, int most) {
        try {
            int bits = Integer.parseInt(text);
            if (bits >= 0 && bits <= most) {
                return bits;
            }
        } catch (NumberFormatException e) {
            throw new ConfigurationException(badPrefix(wanted, most), e);
        }
        throw new ConfigurationException(badPrefix(wanted, most));
    }

    private static String badPrefix(String wanted, int most) {
        return "network interface '" + wanted + "': the prefix length is not a number from 0 to " + most;
    }

    /** Reads an address literal; never asks a name server. */
    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String hostAddress(InetAddress address) {
        return Arrays.stream(address.getHostAddress().split("%", 2)).findFirst().orElseThrow();
    }
}
