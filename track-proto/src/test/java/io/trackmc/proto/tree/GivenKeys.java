package io.trackmc.proto.tree;

import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.RegionGrants;

/** What one parent of another tenant has given. */
final class GivenKeys implements RegionGrants {

    long newest;
    boolean lacks;

    @Override
    public boolean lacks(int parent) {
        return lacks;
    }

    @Override
    public boolean holds(int parent, int spi) {
        throw new AssertionError("nor what can be verified");
    }

    @Override
    public long newestHeld(int parent) {
        return newest;
    }

    @Override
    public void take(int parent, Incarnation run, long epoch, byte[] wrap, int offset) {
        throw new AssertionError("nor what comes");
    }

    @Override
    public long offered(int index) {
        throw new AssertionError("nor what goes");
    }

    @Override
    public void wrap(int child, KeyClass pairClass, Incarnation run, long epoch, byte[] out, int offset) {
        throw new AssertionError("nor what goes");
    }
}
