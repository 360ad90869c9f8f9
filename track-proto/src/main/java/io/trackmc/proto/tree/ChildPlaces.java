package io.trackmc.proto.tree;

/** Places for children that several parents on a host share. Each asks on its own thread. */
public interface ChildPlaces {

    /** As many as anybody wants. */
    ChildPlaces UNLIMITED = new ChildPlaces() {
        @Override
        public boolean take() {
            return true;
        }

        @Override
        public void giveBack() {}

        @Override
        public int free() {
            return Integer.MAX_VALUE / 2;
        }

        @Override
        public boolean isLimited() {
            return false;
        }
    };

    /** Takes one; false when none is free. */
    boolean take();

    /** Gives one back. */
    void giveBack();

    /** Places that are free now. */
    int free();

    /** Whether there is an end to them; where there is none, they need not be taken. */
    default boolean isLimited() {
        return true;
    }
}
