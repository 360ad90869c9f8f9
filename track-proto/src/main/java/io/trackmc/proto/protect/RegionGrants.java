package io.trackmc.proto.protect;

/**
 * Keys of a parent's region that it gives a child of another tenant with its BindConfirm, because that child holds no RegionSecret of it. Each is of one
 * transport epoch and of no use in others, and wrapped so that only this run of this child can open it, and only if it has the epoch's keys too.
 *
 * <p>Implementations hold secrets and never show them. Not thread-safe.
 */
public interface RegionGrants {

    /** Of a node that holds all RegionSecrets that it needs. */
    RegionGrants NONE = new NoGrants();

    /** At a child: whether it lacks the key of that parent's region in an epoch that it has installed, and so asks for it. */
    boolean lacks(int parent);

    /**
     * At a child: whether it can verify what that parent says to its region in the epoch of an SPI.
     *
     * @return false also when that epoch is not installed
     */
    boolean holds(int parent, int spi);

    /** At a child: the newest installed transport epoch in which it can verify what that parent says to its region; 0 none. */
    long newestHeld(int parent);

    /**
     * At a child: takes the key of one epoch, if that is installed and the key is not there yet. One that does not open is left out.
     *
     * @param run of the parent that wrapped it
     */
    void take(int parent, Incarnation run, long epoch, byte[] wrap, int offset);

    /** At a parent: the epoch that it uses (0), or the next one that is installed (1), of which it may give the key of its region; 0 none. */
    long offered(int index);

    /**
     * At a parent: wraps the key of its region in an {@link #offered} epoch for one run of a child: 40 bytes.
     *
     * @param pairClass LEAF_PAIR or INTERIOR_PAIR, as the child's pair key is
     */
    void wrap(int child, KeyClass pairClass, Incarnation run, long epoch, byte[] out, int offset);
}
