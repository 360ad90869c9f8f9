package io.trackmc.proto.protect;

/** What {@link RegionGrants#NONE} is. */
final class NoGrants implements RegionGrants {

    @Override
    public boolean lacks(int parent) {
        return false;
    }

    @Override
    public boolean holds(int parent, int spi) {
        return true;
    }

    @Override
    public long newestHeld(int parent) {
        return Long.MAX_VALUE;
    }

    @Override
    public void take(int parent, Incarnation run, long epoch, byte[] wrap, int offset) {
        throw new IllegalStateException("nothing is lacking");
    }

    @Override
    public long offered(int index) {
        return 0;
    }

    @Override
    public void wrap(int child, KeyClass pairClass, Incarnation run, long epoch, byte[] out, int offset) {
        throw new IllegalStateException("nothing is offered");
    }
}
