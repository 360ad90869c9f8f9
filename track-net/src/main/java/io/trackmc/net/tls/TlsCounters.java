package io.trackmc.net.tls;

import java.util.concurrent.atomic.LongAdder;

/** What happened at a {@link TlsServer}. Any thread may read it. */
public final class TlsCounters {

    final LongAdder accepted = new LongAdder();
    final LongAdder refusedForCrowd = new LongAdder();
    final LongAdder failedHandshakes = new LongAdder();
    final LongAdder handshakes = new LongAdder();
    final LongAdder requests = new LongAdder();
    final LongAdder silent = new LongAdder();
    final LongAdder brokenFrames = new LongAdder();
    final LongAdder overloaded = new LongAdder();
    final LongAdder refusedForAddress = new LongAdder();
    final LongAdder refusedForCertificate = new LongAdder();
    final LongAdder wrongProtocol = new LongAdder();
    final LongAdder slowFrames = new LongAdder();
    final LongAdder slowReaders = new LongAdder();
    final LongAdder failedRequests = new LongAdder();

    /** Connections that were accepted. */
    public long accepted() {
        return accepted.sum();
    }

    /** Connections closed because there were too many: at once, or to make room while they had said nothing. */
    public long refusedForCrowd() {
        return refusedForCrowd.sum();
    }

    /** Connections closed at once because there were enough from their address. */
    public long refusedForAddress() {
        return refusedForAddress.sum();
    }

    /** Connections closed after their handshake because there were enough with their certificate. */
    public long refusedForCertificate() {
        return refusedForCertificate.sum();
    }

    /** Connections closed after their handshake because they did not name our protocol in it. */
    public long wrongProtocol() {
        return wrongProtocol.sum();
    }

    /** Connections closed because a frame took too long. */
    public long slowFrames() {
        return slowFrames.sum();
    }

    /** Handshakes that failed, or took too long. */
    public long failedHandshakes() {
        return failedHandshakes.sum();
    }

    /** Handshakes that succeeded. */
    public long handshakes() {
        return handshakes.sum();
    }

    /** Frames handed to the handler. */
    public long requests() {
        return requests.sum();
    }

    /** Connections closed because they said nothing. */
    public long silent() {
        return silent.sum();
    }

    /** Connections closed because of a frame that is too long, or of a length that is not allowed. */
    public long brokenFrames() {
        return brokenFrames.sum();
    }

    /** Connections closed because too many requests were waiting. */
    public long overloaded() {
        return overloaded.sum();
    }

    /** Connections closed because they did not read what was sent to them. */
    public long slowReaders() {
        return slowReaders.sum();
    }

    /** Requests at which the handler failed. */
    public long failedRequests() {
        return failedRequests.sum();
    }
}
