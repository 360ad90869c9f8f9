package io.trackmc.repairhead;

import io.trackmc.proto.tree.ChildPlaces;
import java.util.concurrent.atomic.AtomicInteger;

/** So many places for children, for all sessions of a tenant, each of which has a {@link #share} of them. Any thread. */
final class TenantPlaces {

    private final AtomicInteger taken = new AtomicInteger();
    private volatile int places;

    /** @param places how many there are */
    TenantPlaces(int places) {
        this.places = places;
    }

    /** There are so many from now on. Whoever has one keeps it, also where more are taken. */
    void places(int newPlaces) {
        places = newPlaces;
    }

    /** How many there are. */
    int places() {
        return places;
    }

    /** How many are taken. */
    int taken() {
        return taken.get();
    }

    /** What one parent has of them. */
    Share share() {
        return new Share();
    }

    /** The places of one parent, for one thread at a time. */
    final class Share implements ChildPlaces {

        private int mine;

        private Share() {}

        @Override
        public boolean take() {
            int most = places;
            boolean got = taken.getAndUpdate(now -> now < most ? now + 1 : now) < most;
            mine += got ? 1 : 0;
            return got;
        }

        @Override
        public void giveBack() {
            mine--;
            taken.decrementAndGet();
        }

        @Override
        public int free() {
            return Math.max(0, places - taken.get());
        }

        /** Gives all of them back: the parent has ended. */
        void close() {
            taken.addAndGet(-mine);
            mine = 0;
        }
    }
}
