package io.trackmc.cli.sim;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.sim.scale.ScaleRun;
import java.util.Locale;

/** Shows how far a run is, and how long sending will take yet. */
final class SimProgress implements ScaleRun.Watcher {

    private static final double NS_PER_SECOND = 1e9;

    private final ProgressLine line;
    private final int receivers;
    private final int packets;
    private long firstOfferNs;

    SimProgress(ProgressLine line, int receivers, int packets) {
        this.line = line;
        this.receivers = receivers;
        this.packets = packets;
    }

    @Override
    public void at(String phase, double simulatedSeconds, long offered, long delivered) {
        long nowNs = System.nanoTime();
        if (firstOfferNs == 0 && offered > 0) {
            firstOfferNs = nowNs;
        }
        if (line.isDue(nowNs)) {
            line.show(nowNs,
                    String.format(Locale.ROOT,
                            "%,d receivers, %s: %.2f s simulated, %d of %d packets, %,d deliveries%s",
                            receivers, phase, simulatedSeconds, offered, packets, delivered, estimate(nowNs, offered)));
        }
    }

    /** From how long it took until now; a short time of completing comes after it. */
    private String estimate(long nowNs, long offered) {
        long left = packets - offered;
        if (offered == 0 || left == 0) {
            return "";
        }
        double seconds = (nowNs - firstOfferNs) / NS_PER_SECOND * left / offered;
        return String.format(Locale.ROOT, ", about %.0f s to go", seconds);
    }
}
