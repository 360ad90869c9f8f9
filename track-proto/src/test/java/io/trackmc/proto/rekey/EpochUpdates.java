package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import org.jspecify.annotations.Nullable;

/** Epochs of one layer as a test installs them, one after the other; the SPI of each is 100 and its number. Nothing arrives. */
final class EpochUpdates extends StillUpdates {

    static final long MS = 1_000_000;

    private final KeyLayer layer;
    private long oldest;
    private long active;
    private long installed;
    private long next;

    /** Of epochs {@code oldest} to {@code installed}, of which {@code active} is in use. */
    EpochUpdates(KeyLayer layer, long oldest, long active, long installed) {
        this.layer = layer;
        this.oldest = oldest;
        this.active = active;
        this.installed = installed;
    }

    static int spi(long epoch) {
        return (int) (100 + epoch);
    }

    void install() {
        installed++;
    }

    /** The next epoch that is taken into use is this one, whatever was in between. */
    void jumpTo(long epoch) {
        installed = epoch;
        next = epoch;
    }

    @Override
    public long newest(KeyLayer asked) {
        return applied(asked);
    }

    @Override
    public long applied(KeyLayer asked) {
        return asked == layer ? installed - 1 : 0;
    }

    @Override
    public @Nullable KeyChange pending(KeyLayer asked) {
        return asked == layer && installed > active ? new KeyChange(10 * MS, 500 * MS, 200 * MS) : null;
    }

    @Override
    public void activate(KeyLayer asked) {
        oldest = active;
        active = Math.max(active + 1, next);
    }

    @Override
    public void retirePrevious(KeyLayer asked) {
        oldest = active;
    }

    @Override
    public boolean hasPrevious(KeyLayer asked) {
        return asked == layer && oldest < active;
    }

    @Override
    public long oldestEpoch(KeyLayer asked) {
        return asked == layer ? oldest : 0;
    }

    @Override
    public long activeEpoch(KeyLayer asked) {
        return asked == layer ? active : 0;
    }

    @Override
    public long installedEpoch(KeyLayer asked) {
        return asked == layer ? installed : 0;
    }

    @Override
    public long epochOf(KeyLayer asked, int spi) {
        long epoch = spi - 100L;
        return asked == layer && epoch >= oldest && epoch <= installed ? epoch : 0;
    }

    @Override
    public boolean isAnnounced(KeyLayer asked, int spi) {
        return asked == layer && spi == spi(installed + 1);
    }
}
