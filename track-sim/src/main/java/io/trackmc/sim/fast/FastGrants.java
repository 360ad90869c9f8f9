package io.trackmc.sim.fast;

import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.RegionGrants;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Place.Role;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a run of a node gives and takes keys of regions across tenants: as the real one does, but the wrap is a sum and a checksum. */
final class FastGrants implements RegionGrants {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int WRAP_BYTES = 40;
    private static final int CURRENT = 1;

    private final FastPlan plan;
    private final GuestSecrets secrets;
    private final Place place;
    private final Incarnation incarnation;

    FastGrants(FastPlan plan, GuestSecrets secrets, Place place, Incarnation incarnation) {
        this.plan = plan;
        this.secrets = secrets;
        this.place = place;
        this.incarnation = incarnation;
    }

    @Override
    public boolean lacks(int parent) {
        for (int slot = 0; slot < KeyRing.MAX_EPOCHS; slot++) {
            FastEpoch epoch = secrets.ring().at(slot);
            if (epoch != null && !secrets.hasRegionRoot(region(parent), epoch)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean holds(int parent, int spi) {
        FastEpoch epoch = secrets.ring().bySpi(spi);
        return epoch != null && secrets.hasRegionRoot(region(parent), epoch);
    }

    @Override
    public long newestHeld(int parent) {
        for (int slot = KeyRing.MAX_EPOCHS - 1; slot >= 0; slot--) {
            FastEpoch epoch = secrets.ring().at(slot);
            if (epoch != null && secrets.hasRegionRoot(region(parent), epoch)) {
                return epoch.epoch();
            }
        }
        return 0;
    }

    @Override
    public void take(int parent, Incarnation run, long epoch, byte[] wrap, int offset) {
        FastEpoch installed = installed(epoch);
        if (installed == null || secrets.hasRegionRoot(region(parent), installed)) {
            return;
        }
        KeyClass pairClass = place.role() == Role.RECEIVER ? KeyClass.LEAF_PAIR : KeyClass.INTERIOR_PAIR;
        long key = key(pairClass, installed, parent, run, place.id(), incarnation);
        long root = (long) LONG.get(wrap, offset) ^ key;
        if ((long) LONG.get(wrap, offset + Long.BYTES) == Checksum.key(key, root)) {
            secrets.take(region(parent), epoch, root);
        }
    }

    @Override
    public long offered(int index) {
        FastEpoch epoch = place.role() == Role.RECEIVER ? null : secrets.ring().at(CURRENT + index);
        return epoch == null ? 0 : epoch.epoch();
    }

    @Override
    public void wrap(int child, KeyClass pairClass, Incarnation run, long epoch, byte[] out, int offset) {
        FastEpoch installed = Objects.requireNonNull(installed(epoch), "an epoch that is not installed");
        KeyClass keyClass = plan.hasLeaves(place.id()) ? KeyClass.REGION : KeyClass.INTERIOR_REGION;
        long root = secrets.regionRoot(keyClass, place.region(), installed);
        long key = key(pairClass, installed, place.id(), incarnation, child, run);
        Arrays.fill(out, offset, offset + WRAP_BYTES, (byte) 0);
        LONG.set(out, offset, root ^ key);
        LONG.set(out, offset + Long.BYTES, Checksum.key(key, root));
    }

    /** Follows from what the real wrapping key follows from: the pair's keys in the epoch, the region and both runs. */
    private long key(KeyClass pairClass, FastEpoch epoch, int parent, Incarnation ofParent, int child,
            Incarnation ofChild) {
        long root = pairClass == KeyClass.LEAF_PAIR ? epoch.key() : secrets.interiorRoot(epoch);
        long key = Checksum.key(Checksum.key(root, secrets.bindKey(parent, child)), region(parent));
        key = Checksum.key(Checksum.key(Checksum.key(key, parent), ofParent.high()), ofParent.low());
        return Checksum.key(Checksum.key(Checksum.key(key, child), ofChild.high()), ofChild.low());
    }

    private int region(int parent) {
        return Objects.requireNonNull(plan.find(parent)).region();
    }

    private @Nullable FastEpoch installed(long epoch) {
        for (int slot = 0; slot < KeyRing.MAX_EPOCHS; slot++) {
            FastEpoch found = secrets.ring().at(slot);
            if (found != null && found.epoch() == epoch) {
                return found;
            }
        }
        return null;
    }
}
