package io.trackmc.net.tls;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is there, and whether there is room for one more. Holds something for each connection that is open, and nothing else. Thread-safe. */
final class Attendance {

    private static final int NETWORK_BYTES = 8;

    private final TlsLimits.Crowd limits;
    private final TlsCounters counters;
    private final Map<ByteBuffer, Integer> byAddress = new HashMap<>();
    private final Map<String, Integer> byCertificate = new HashMap<>();
    private int visits;
    private int handshakes;

    Attendance(TlsLimits.Crowd limits, TlsCounters counters) {
        this.limits = limits;
        this.counters = counters;
    }

    /** Somebody connects; null when there is no room. */
    synchronized @Nullable Visit enter(InetAddress from) {
        ByteBuffer address = network(from);
        if (visits >= limits.connections() || handshakes >= limits.handshakes()) {
            counters.refusedForCrowd.increment();
            return null;
        }
        if (!add(byAddress, address, limits.perAddress())) {
            counters.refusedForAddress.increment();
            return null;
        }
        visits++;
        handshakes++;
        return new Visit(address);
    }

    /** One connection, from before its handshake to its end. */
    final class Visit {

        private final ByteBuffer address;
        private @Nullable String certificate;
        private boolean shaking = true;
        private boolean over;

        private Visit(ByteBuffer address) {
            this.address = address;
        }

        /** The handshake is through; false when there are enough connections with this certificate. */
        boolean certify(String sha256) {
            synchronized (Attendance.this) {
                endHandshake();
                if (over || !add(byCertificate, sha256, limits.perCertificate())) {
                    counters.refusedForCertificate.increment();
                    return false;
                }
                certificate = sha256;
                return true;
            }
        }

        void end() {
            synchronized (Attendance.this) {
                if (!over) {
                    over = true;
                    endHandshake();
                    visits--;
                    remove(byAddress, address);
                    if (certificate != null) {
                        remove(byCertificate, certificate);
                    }
                }
            }
        }

        private void endHandshake() {
            if (shaking) {
                shaking = false;
                handshakes--;
            }
        }
    }

    private static <K> boolean add(Map<K, Integer> counts, K key, int most) {
        int now = counts.getOrDefault(key, 0);
        if (now < most) {
            counts.put(key, now + 1);
        }
        return now < most;
    }

    private static <K> void remove(Map<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (_, count) -> count > 1 ? count - 1 : null);
    }

    /** One network of IPv6 is one customer's, who has all its addresses. */
    private static ByteBuffer network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address ? ByteBuffer.wrap(bytes, 0, NETWORK_BYTES).slice()
                : ByteBuffer.wrap(bytes);
    }
}
