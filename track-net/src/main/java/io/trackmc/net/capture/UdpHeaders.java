package io.trackmc.net.capture;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * IP and UDP headers (RFC 791, RFC 8200, RFC 768) for a datagram that a socket has handed over without them: addresses, ports and lengths are the
 * true ones, hops are not known and 0. The UDP checksum is 0 over IPv4, which means that there is none, and computed over IPv6, which knows no such thing.
 */
final class UdpHeaders {

    /** Most bytes that they take. */
    static final int MAX_LENGTH = 48;

    private static final int UDP_LENGTH = 8;
    private static final int IPV4_LENGTH = 20;
    private static final int UDP_PROTOCOL = 17;
    private static final byte IPV4_VERSION_AND_LENGTH = 0x45;
    private static final int IPV6_VERSION = 0x6000_0000;
    private static final int IPV4_CHECKSUM_AT = 10;
    private static final int IPV6_ADDRESSES = 32;
    private static final int UDP_CHECKSUM_AT = 6;
    private static final int LOW_16_BITS = 0xffff;
    private static final int LOW_8_BITS = 0xff;

    private UdpHeaders() {}

    /**
     * Writes the headers in front of a payload.
     *
     * @param out takes at most {@link #MAX_LENGTH} bytes; big-endian
     * @param from source, of the same family as {@code to}
     * @param to destination
     * @param payload what remains of it is the UDP payload, all of it, also when less is kept
     */
    static void write(ByteBuffer out, InetSocketAddress from, InetSocketAddress to, ByteBuffer payload) {
        int udpLength = UDP_LENGTH + payload.remaining();
        boolean ipv4 = to.getAddress() instanceof Inet4Address;
        if (ipv4) {
            writeIpv4(out, from, to, udpLength);
        } else {
            out.putInt(IPV6_VERSION).putShort((short) udpLength).put((byte) UDP_PROTOCOL).put((byte) 0)
                    .put(from.getAddress().getAddress()).put(to.getAddress().getAddress());
        }
        int udp = out.position();
        out.putShort((short) from.getPort()).putShort((short) to.getPort()).putShort((short) udpLength)
                .putShort((short) 0);
        if (!ipv4) {
            int sum = sum(out, udp - IPV6_ADDRESSES, out.position()) + UDP_PROTOCOL + udpLength
                    + sum(payload, payload.position(), payload.limit());
            short checksum = complement(sum);
            out.putShort(udp + UDP_CHECKSUM_AT, checksum == 0 ? (short) LOW_16_BITS : checksum);
        }
    }

    private static void writeIpv4(ByteBuffer out, InetSocketAddress from, InetSocketAddress to, int udpLength) {
        int start = out.position();
        out.put(IPV4_VERSION_AND_LENGTH).put((byte) 0).putShort((short) (IPV4_LENGTH + udpLength)).putInt(0)
                .put((byte) 0).put((byte) UDP_PROTOCOL).putShort((short) 0).put(from.getAddress().getAddress())
                .put(to.getAddress().getAddress());
        out.putShort(start + IPV4_CHECKSUM_AT, complement(sum(out, start, start + IPV4_LENGTH)));
    }

    /** RFC 1071: of 16-bit words; a byte that is left over counts as the first of two. */
    private static int sum(ByteBuffer bytes, int start, int end) {
        int sum = 0;
        for (int i = start; i < end - 1; i += Short.BYTES) {
            sum += bytes.getShort(i) & LOW_16_BITS;
        }
        return (end - start) % Short.BYTES == 0 ? sum : sum + ((bytes.get(end - 1) & LOW_8_BITS) << Byte.SIZE);
    }

    private static short complement(int sum) {
        int folded = sum;
        while (folded > LOW_16_BITS) {
            folded = (folded & LOW_16_BITS) + (folded >>> Short.SIZE);
        }
        return (short) ~folded;
    }
}
