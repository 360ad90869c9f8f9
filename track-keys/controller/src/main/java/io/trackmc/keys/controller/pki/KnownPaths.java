package io.trackmc.keys.controller.pki;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chains of certificates that were found to lead to a trust anchor, so that the signatures of one chain are checked in the handshake and not again with each
 * question. What is remembered is true for as long as all certificates of it are valid; whether one was revoked is not asked here. Thread-safe.
 */
final class KnownPaths {

    /** Chains that are remembered; the one that was not asked for the longest goes. */
    static final int MAX_PATHS = 1024;

    private final Map<Path, Validity> paths = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Validity> eldest) {
            return size() > MAX_PATHS;
        }
    };

    /**
     * A chain and the anchors of which it leads to one.
     *
     * @param chain SHA-256 of each certificate
     * @param anchors the same
     */
    record Path(List<String> chain, List<String> anchors) {

        /** From a chain to one of these anchors. */
        static Path of(List<NodeCertificate> chain, AnchorSide anchors) {
            return new Path(chain.stream().map(NodeCertificate::sha256).toList(), anchors.sums());
        }
    }

    /**
     * When all certificates of a chain are valid, its anchor included.
     *
     * @param from first instant
     * @param until last instant
     */
    record Validity(Instant from, Instant until) {

        boolean covers(Instant now) {
            return !now.isBefore(from) && !now.isAfter(until);
        }
    }

    synchronized boolean isKnown(Path path, Instant now) {
        Validity validity = paths.get(path);
        return validity != null && validity.covers(now);
    }

    synchronized void add(Path path, Validity validity) {
        paths.put(path, validity);
    }

    synchronized int size() {
        return paths.size();
    }
}
