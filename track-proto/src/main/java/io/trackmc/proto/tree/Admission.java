package io.trackmc.proto.tree;

/** Whom a parent takes as a child: as many as it has places for, and nobody new once it is going to stop. */
final class Admission {

    private final ChildTable children;
    private boolean closed;

    Admission(ChildTable children) {
        this.children = children;
    }

    /** From now on nobody new is taken. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether a run of child {@code id} may enter. One that is bound may start again. */
    boolean admits(int id) {
        return !closed && children.hasRoomFor(id);
    }

    /** Children that would still be taken. */
    int freeSlots() {
        return closed ? 0 : Math.max(0, children.capacity() - children.boundCount());
    }
}
