package io.trackmc.net.tls;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is there, and whether there is room for one more. Where the places for handshakes are taken, whoever has said nothing for the longest time gives theirs
 * to a newcomer: a crowd that connects and is silent keeps nobody out who speaks. Holds something for each connection that is open, and nothing else.
 * Thread-safe.
 */
final class Attendance {

    private static final int NETWORK_BYTES = 8;

    private final TlsLimits.Crowd limits;
    private final TlsCounters counters;
    private final Map<ByteBuffer, Integer> byAddress = new HashMap<>();
    private final Map<String, Integer> byCertificate = new HashMap<>();
    private final Set<Visit> silent = new LinkedHashSet<>();
    private int visits;
    private int handshakes;

    Attendance(TlsLimits.Crowd limits, TlsCounters counters) {
        this.limits = limits;
        this.counters = counters;
    }

    /**
     * Somebody connects; null when there is no room.
     *
     * @param close ends the connection; any thread
     */
    synchronized @Nullable Visit enter(InetAddress from, Runnable close) {
        ByteBuffer address = network(from);
        if (byAddress.getOrDefault(address, 0) >= limits.perAddress()) {
            counters.refusedForAddress.increment();
            return null;
        }
        if (handshakes >= limits.handshakes()) {
            sendTheMostSilentAway();
        }
        if (visits >= limits.connections() || handshakes >= limits.handshakes()) {
            counters.refusedForCrowd.increment();
            return null;
        }
        byAddress.merge(address, 1, Integer::sum);
        visits++;
        handshakes++;
        Visit visit = new Visit(address, close);
        silent.add(visit);
        return visit;
    }

    private void sendTheMostSilentAway() {
        Iterator<Visit> oldest = silent.iterator();
        if (oldest.hasNext()) {
            Visit visit = oldest.next();
            counters.refusedForCrowd.increment();
            visit.end();
            visit.close.run();
        }
    }

    /** One connection, from before its handshake to its end. */
    final class Visit {

        private final ByteBuffer address;
        private final Runnable close;
        private @Nullable String certificate;
        private boolean shaking = true;
        private boolean over;

        private Visit(ByteBuffer address, Runnable close) {
            this.address = address;
            this.close = close;
        }

        /** Something came over the connection. */
        void speaks() {
            synchronized (Attendance.this) {
                silent.remove(this);
            }
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
            silent.remove(this);
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
