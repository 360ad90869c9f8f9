package io.trackmc.proto.tree;

import java.util.Objects;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The children of a parent. A child that starts again has two entries for a moment: the bound one, and the new run until
 * its first packet under both incarnations.
 *
 * <p>Bounded: at most {@code maxChildren} ids are bound or waiting to be; those that have left or are lost take what places remain, and
 * give them up when they are wanted. Iteration is by index, so it is the same in every run.
 */
public final class ChildTable {

    private final @Nullable Child[] slots;
    private final ChildPlaces shared;
    private final Int2ObjectHashMap<Child> settled = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<Child> provisional = new Int2ObjectHashMap<>();
    private int boundCount;
    private int end;
    private int changes;
    /** Places taken of those that are shared. */
    private int taken;
    private int settledChanges;

    /** @param maxChildren most children that are bound at once */
    public ChildTable(int maxChildren) {
        this(maxChildren, ChildPlaces.UNLIMITED);
    }

    /** @param shared of whose places each child that counts takes one, too */
    public ChildTable(int maxChildren, ChildPlaces shared) {
        this.slots = new Child[2 * maxChildren];
        this.shared = shared;
    }

    /** Places of all children that there ever were: they have lower indexes; for iteration with {@link #at}. */
    public int size() {
        return end;
    }

    /** Places in all. */
    public int places() {
        return slots.length;
    }

    /** Differs when a child has come, gone, or become another kind of child. */
    public int changes() {
        return changes;
    }

    /** The child at a place, or null. */
    public @Nullable Child at(int index) {
        return slots[index];
    }

    /** Children that count. */
    public int boundCount() {
        return boundCount;
    }

    /** Most children that may be bound. */
    public int capacity() {
        return slots.length / 2;
    }

    /** The run of child {@code id} that is bound, has left or is lost, or null. */
    public @Nullable Child settled(int id) {
        return settled.get(id);
    }

    /** The run of child {@code id} that is not bound yet, or null. */
    public @Nullable Child provisional(int id) {
        return provisional.get(id);
    }

    /** The entry for a run of a child by the first 8 bytes of its incarnation, or null. */
    public @Nullable Child find(int id, long incarnationHigh) {
        Child child = settled.get(id);
        if (child != null && child.incarnation().high() == incarnationHigh) {
            return child;
        }
        child = provisional.get(id);
        return child != null && child.incarnation().high() == incarnationHigh ? child : null;
    }

    /** Whether a run of child {@code id} is bound or waits to be. */
    boolean isCounted(int id) {
        Child known = settled.get(id);
        return provisional.containsKey(id) || (known != null && known.isBound());
    }

    /** Entries that are bound or wait to be. */
    int countedCount() {
        return provisional.size() + boundCount;
    }

    /** Takes a shared place for child {@code id}, which is about to count, unless it has one; false when there is none. */
    boolean takePlace(int id) {
        if (!shared.isLimited() || isCounted(id) || taken > countedIds()) {
            return true;
        }
        boolean got = shared.take();
        taken += got ? 1 : 0;
        return got;
    }

    /** Shared places that are free. */
    int freePlaces() {
        int free = shared.free();
        return taken == 0 ? free : free + Math.max(0, taken - countedIds());
    }

    private int countedIds() {
        int count = boundCount;
        for (Child waiting : provisional.values()) {
            Child known = settled.get(waiting.id());
            count += known == null || !known.isBound() ? 1 : 0;
        }
        return count;
    }

    /** Gives shared places back that nobody needs any more. Not while one child takes the place of another. */
    void settlePlaces() {
        if (taken == 0 || settledChanges == changes) {
            return;
        }
        settledChanges = changes;
        for (int counted = countedIds(); taken > counted; taken--) {
            shared.giveBack();
        }
    }

    /** Those of them that are receivers. */
    int countedReceivers() {
        int count = 0;
        for (Child child : slots) {
            count += child != null && counts(child) && !child.isRepairHead() ? 1 : 0;
        }
        return count;
    }

    /** Receivers that are bound. */
    int boundReceivers() {
        int count = 0;
        for (Child child : slots) {
            count += child != null && child.isBound() && !child.isRepairHead() ? 1 : 0;
        }
        return count;
    }

    /** A free place, or -1 when {@link #mostForgettable} must go first. */
    int freeIndex() {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] == null) {
                return i;
            }
        }
        return -1;
    }

    /** Whether one more can be entered, in a free place or in that of one who has left or is lost. */
    boolean hasPlace() {
        for (Child child : slots) {
            if (child == null || !counts(child)) {
                return true;
            }
        }
        return false;
    }

    /** Of those that have left or are lost, the one that expires first; there is one if {@link #hasPlace}. */
    Child mostForgettable() {
        Child first = null;
        for (Child child : slots) {
            if (child != null && !counts(child) && (first == null || child.expiresNs() - first.expiresNs() < 0)) {
                first = child;
            }
        }
        return Objects.requireNonNull(first);
    }

    /** Enters a new provisional child at its index, in place of another provisional run of the same id. */
    void add(Child child) {
        Child older = provisional.get(child.id());
        if (older != null) {
            remove(older);
        }
        slots[child.index()] = child;
        end = Math.max(end, child.index() + 1);
        provisional.put(child.id(), child);
        changes++;
    }

    /** Makes a provisional or lost child a bound one; returns the older run that it replaces, which is not in the table any more, or null. */
    @Nullable
    Child promote(Child child) {
        Child older = settled.get(child.id());
        if (older == child) {
            older = null;
        } else if (older != null) {
            remove(older);
        }
        provisional.remove(child.id(), child);
        settled.put(child.id(), child);
        child.state(Child.State.BOUND);
        boundCount++;
        changes++;
        return older;
    }

    /** Makes a bound child one that has left, or is lost. */
    void unbind(Child child, Child.State newState) {
        if (child.isBound()) {
            boundCount--;
        }
        child.state(newState);
        changes++;
    }

    /** Puts an older run that {@link #promote} has returned back into its place, to be held; no packet finds it there. */
    void hold(Child older) {
        slots[older.index()] = older;
        older.state(Child.State.HELD);
        changes++;
    }

    /** Whether somebody is held: others, who have no parent now, may need what they would if it were still there. */
    public boolean holdsAny() {
        for (Child child : slots) {
            if (child != null && child.isHeld()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a run of child {@code id} is held. */
    boolean isHolding(int id) {
        for (Child child : slots) {
            if (child != null && child.isHeld() && child.id() == id) {
                return true;
            }
        }
        return false;
    }

    /** Holds a child no longer: it has left, or, if a later run of it is there, it is forgotten. */
    void release(Child held) {
        if (settled.get(held.id()) == held) {
            held.state(Child.State.LEFT);
            changes++;
        } else {
            remove(held);
        }
    }

    /** Makes a provisional child one that has left or is lost. No other run of it may be settled. */
    void settle(Child child, Child.State newState) {
        provisional.remove(child.id());
        settled.put(child.id(), child);
        child.state(newState);
        changes++;
    }

    /** Forgets a child. */
    void remove(Child child) {
        if (child.isBound()) {
            boundCount--;
        }
        slots[child.index()] = null;
        if (settled.get(child.id()) == child) {
            settled.remove(child.id());
        }
        if (provisional.get(child.id()) == child) {
            provisional.remove(child.id());
        }
        changes++;
    }

    private static boolean counts(Child child) {
        return child.isBound() || child.isHeld() || child.state() == Child.State.PROVISIONAL;
    }
}
