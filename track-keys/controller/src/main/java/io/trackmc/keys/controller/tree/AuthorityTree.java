package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.bundle.RekeyAnchor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one authority, as whoever changes them sees them. Joins come before departures: between the first departure and the next
 * rekey nobody is admitted, so that no place in a tree has two keys between two rekeys. Not thread-safe.
 */
public sealed interface AuthorityTree extends AutoCloseable permits SeriesTree {

    /**
     * Admits a member to its place.
     *
     * @throws IllegalStateException when somebody left since the last rekey, or a tree is full
     * @throws IllegalArgumentException when it is a member already, or may have no keys of this layer
     */
    void admit(Place place);

    /** Lets a member go; nothing that it was given is of use behind the next rekey. */
    void leave(int member);

    /** The same, and the header of the next rekey names it. */
    void expel(int member);

    /**
     * Renews in the next rekey all that members at home in a region share, because somebody else may have it. The keys of the members
     * themselves stay: who of them is known to others is to be expelled.
     */
    void compromise(int region);

    /** Whether a node is a member. */
    boolean contains(int member);

    /** Members. */
    int size();

    /** Whether members came or left since the last rekey. */
    boolean hasChanges();

    /** Whether the next rekey must be made before anything else. */
    boolean isFull();

    /** Says that nobody has been sent or given anything yet, so that nothing need be changed because of who came so far. */
    void settle();

    /** Makes the next rekey and goes on to its epoch. */
    Rekey rekey(RekeyTerms terms, @Nullable RekeyTrace trace);

    /** Names of the keys that {@code grant} gives a member, for the log. */
    List<String> names(int member);

    /** The group. */
    long gid();

    /** Number of the last rekey; 0 none. */
    long sequence();

    /** Number of the newest epoch. */
    long epochNumber();

    /** Whether the epoch before the newest is still known. It is in memory only, from a rekey to {@link #forgetEpochBefore}. */
    boolean hasEpochBefore();

    /** Erases it: the group uses the newest, or will at any moment. */
    void forgetEpochBefore();

    /** Its SPI. */
    int spi();

    /** How its rekeys are verified. */
    RekeyAnchor anchor();

    /** Changes that were counted since the tree was made. */
    long changes();

    /** Counts a change; the number is a part of the state. */
    void countChange();

    /** Erases every key. */
    @Override
    void close();
}
