package io.trackmc.perf.worker;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;

/**
 * A media driver in this process, as its documentation starts one on a machine with few cores, and a client of it.
 *
 * <p>Flow control waits for the slowest of all receivers: by default Aeron waits for the fastest and lets the others lose, which is another service.
 * Tuned is what helped here under loss and load: a multicast NAK back-off of 1 ms instead of 10, larger windows and socket buffers.
 */
final class AeronNode implements AutoCloseable {

    static final int STREAM = 10;

    private static final int TUNED_BYTES = 4 << 20;
    private static final int TUNED_TERM_BYTES = 64 << 20;

    private final MediaDriver driver;
    private final Aeron client;

    AeronNode(boolean tuned) {
        MediaDriver.Context context = new MediaDriver.Context().threadingMode(ThreadingMode.SHARED)
                .dirDeleteOnShutdown(true);
        if (tuned) {
            context.nakMulticastMaxBackoffNs(TimeUnit.MILLISECONDS.toNanos(1)).initialWindowLength(TUNED_BYTES)
                    .socketRcvbufLength(TUNED_BYTES).socketSndbufLength(TUNED_BYTES)
                    .publicationTermBufferLength(TUNED_TERM_BYTES);
        }
        driver = MediaDriver.launchEmbedded(context);
        client = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
    }

    Aeron client() {
        return client;
    }

    /** The channel of the group on this host's interface. */
    static String channel(Settings settings) {
        return "aeron:udp?endpoint=" + settings.text("group") + ":" + settings.text("port") + "|interface="
                + settings.text("address");
    }

    @Override
    public void close() {
        CloseHelper.closeAll(client, driver);
    }
}
