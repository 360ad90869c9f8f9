package io.trackmc.proto.tree;

import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.BindRole;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Whom a parent takes as a child: as many as it has places for, and nobody new once it is going to stop. Some places only repair heads
 * may take, so that receivers which come first, and many at once, leave room for those who would take them off this parent's hands.
 */
final class Admission {

    private final ChildTable children;
    private int places;
    private int reserved;
    private IntPredicate expelled = _ -> false;
    private boolean closed;

    /** @param reserved places that only repair heads may take, at most as many as there are */
    Admission(ChildTable children, int reserved) {
        this.children = children;
        this.places = children.capacity();
        this.reserved = reserved;
    }

    /**
     * Other limits from now on. Who is there stays, also where there are more than may be.
     *
     * @param newPlaces children that there may be, at most as many as the table holds
     * @param newReserved places of these that only repair heads may take
     */
    void limit(int newPlaces, int newReserved) {
        if (newPlaces > children.capacity() || newReserved > newPlaces) {
            throw new IllegalArgumentException(newReserved + " of " + newPlaces + " places, allowed: of at most "
                    + children.capacity());
        }
        places = newPlaces;
        reserved = newReserved;
    }

    /** Tells who was expelled. */
    void expelled(IntPredicate expelledIds) {
        expelled = expelledIds;
    }

    boolean isExpelled(int id) {
        return expelled.test(id);
    }

    /** From now on nobody new is taken. */
    void close() {
        closed = true;
    }

    /** Why no run of child {@code id} may enter; null when one may. One that is bound may start again. */
    @Nullable
    BindRejectReason refusal(int id, BindRole role) {
        if (expelled.test(id)) {
            return BindRejectReason.NOT_A_MEMBER;
        }
        if (closed) {
            return BindRejectReason.LEAVING;
        }
        if (children.isCounted(id)) {
            return null;
        }
        if (children.countedCount() >= places || children.freePlaces() == 0) {
            return BindRejectReason.NO_ROOM;
        }
        boolean fits = role == BindRole.REPAIR_HEAD || children.countedReceivers() < receiverPlaces();
        return fits ? null : BindRejectReason.RESERVED;
    }

    /** Whether it is not for this parent's own limit that there is no room. */
    boolean isFullOfOthers() {
        return children.countedCount() < places && children.freePlaces() == 0;
    }

    /** Whether a child that is known, and does not count, may count again. */
    boolean admits(Child child) {
        return refusal(child.id(), child.role()) == null;
    }

    /** Children of a kind that would still be taken. */
    int freeSlots(BindRole role) {
        int free = Math.min(places - children.boundCount(), children.freePlaces());
        if (role == BindRole.RECEIVER) {
            free = Math.min(free, receiverPlaces() - children.boundReceivers());
        }
        return closed ? 0 : Math.max(0, free);
    }

    private int receiverPlaces() {
        return places - reserved;
    }
}
