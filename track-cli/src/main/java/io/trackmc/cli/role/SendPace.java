package io.trackmc.cli.role;

import io.trackmc.cli.unit.ByteSize;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.net.node.ChildStatus;
import io.trackmc.sender.SenderStatus;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a transfer is, and how fast it goes. The thread that reads the source tells; any thread asks. */
final class SendPace {

    private static final double NS_PER_SECOND = 1e9;

    /** A rate is told from the beginning of a pass on, once it has lasted so long. */
    private static final long LEAST_NS = 200_000_000L;

    private final int awaited;
    private final long total;
    private final int passes;
    private volatile String phase = "waiting";
    private volatile int pass;
    private volatile long queued;
    private volatile long passBeginNs;

    /**
     * Nothing was sent yet.
     *
     * @param awaited receivers that are waited for
     * @param total bytes of a pass, negative when nobody knows
     * @param passes most of them
     */
    SendPace(int awaited, long total, int passes) {
        this.awaited = awaited;
        this.total = total;
        this.passes = passes;
    }

    /** So many bytes of a pass were handed over. */
    void sent(int nowPass, long bytes) {
        if (nowPass != pass) {
            passBeginNs = System.nanoTime();
            pass = nowPass;
        }
        queued = bytes;
    }

    /** One of {@code waiting}, {@code sending}, {@code confirming}. */
    void enter(String nowPhase) {
        phase = nowPhase;
    }

    String phase() {
        return phase;
    }

    int pass() {
        return pass;
    }

    int passes() {
        return passes;
    }

    int awaited() {
        return awaited;
    }

    long total() {
        return total;
    }

    /** Bytes of the files in this pass, without what waits in the queue. */
    long sent(SenderStatus status) {
        return Math.clamp(queued - (status.bytes() - status.bytesTaken()), 0, queued);
    }

    /** Null while it is too early to tell. */
    @Nullable
    Long bytesPerSecond(long nowNs, SenderStatus status) {
        long took = nowNs - passBeginNs;
        return pass == 0 || took < LEAST_NS ? null : Math.round(sent(status) / (took / NS_PER_SECOND));
    }

    /** Seconds until the pass is over at this pace, or null when nobody knows. */
    @Nullable
    Double etaSeconds(long nowNs, SenderStatus status) {
        Long rate = bytesPerSecond(nowNs, status);
        return rate == null || rate == 0 || total < 0 ? null : (total - sent(status)) / (double) rate;
    }

    /** The child with somebody below it who lacks most; null when nobody lacks anything. */
    @Nullable
    ChildStatus slowest(SenderStatus status) {
        return status.children().stream().filter(child -> child.behind() > 0 && child.receivers() > 0)
                .max(Comparator.comparingLong(ChildStatus::behind)).orElse(null);
    }

    /** For people, on one line. */
    String text(long nowNs, SenderStatus status) {
        StringBuilder text = new StringBuilder(passes > 1 ? "pass " + Math.max(1, pass) + " of " + passes + ": " : "");
        text.append("sent ").append(ByteSize.text(sent(status)));
        if (total > 0) {
            text.append(" of ").append(ByteSize.text(total));
        }
        Long rate = bytesPerSecond(nowNs, status);
        if (rate != null && phase.equals("sending")) {
            text.append(String.format(Locale.ROOT, ", %.1f MB/s", rate / 1e6));
        }
        Double eta = etaSeconds(nowNs, status);
        if (eta != null && eta > 0 && phase.equals("sending")) {
            text.append(", ").append(TimeSpan.text(eta)).append(" left");
        }
        text.append(", ").append(status.confirmed() > 0
                ? status.confirmed() + " receivers have confirmed"
                : status.receivers() + " receivers").append(", ").append(status.repairsSent()).append(" repairs here");
        ChildStatus slowest = slowest(status);
        if (slowest != null) {
            text.append("; slowest ").append(slowest.slowest());
            if (!slowest.slowest().equals(slowest.name())) {
                text.append(" under ").append(slowest.name());
            }
            text.append(", ").append(slowest.behind()).append(" packets behind");
        }
        return text.append(LongStall.text(status)).toString();
    }
}
