package io.trackmc.sim.check;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Which content epoch each SPI stands for, as the headers of the rekeys say that a source has sent. */
final class SourceEpochs {

    private static final int CONTENT_SPI = 4;
    private static final int TYPE = 3;
    private static final int CONTENT_REKEYS = 3;
    private static final int HEADER = 3;
    private static final int CONTROL = 1;
    private static final int EPOCH_TO = WireView.INNER_HEADER + 24;
    private static final int SPI = WireView.INNER_HEADER + 32;

    private final Map<Integer, Long> epochs = new HashMap<>();

    /**
     * The source has sent a datagram with an INNER.
     *
     * @param active content epoch that it seals under, as far as it has said so
     */
    void sent(byte[] datagram, long active) {
        ByteBuffer inner = inner(datagram);
        if (isContent(datagram)) {
            if (epochs.isEmpty()) {
                epochs.put(inner.getInt(CONTENT_SPI), active);
            }
        } else if (WireView.stream(datagram) == CONTENT_REKEYS && inner.get(TYPE) == HEADER) {
            epochs.put(inner.getInt(SPI), inner.getLong(EPOCH_TO));
        }
    }

    /** The epoch of an SPI; very high when no header of it has been sent, because no child of the source has asked for its rekey yet. */
    long of(int spi) {
        return epochs.getOrDefault(spi, Long.MAX_VALUE);
    }

    /** Whether an INNER is sealed under a content key: data, or what the source says of the session. */
    static boolean isContent(byte[] datagram) {
        return WireView.stream(datagram) <= CONTROL;
    }

    /** The content SPI of such an INNER. */
    static int contentSpi(byte[] datagram) {
        return inner(datagram).getInt(CONTENT_SPI);
    }

    private static ByteBuffer inner(byte[] datagram) {
        return ByteBuffer.wrap(datagram, WireView.outerLength(datagram), WireView.innerLength(datagram)).slice();
    }
}
