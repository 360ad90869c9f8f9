package io.trackmc.proto.tree;

/** Places that the parents of a test share. */
final class TestPlaces {

    private int places;
    private int taken;

    TestPlaces(int places) {
        this.places = places;
    }

    void places(int newPlaces) {
        places = newPlaces;
    }

    int taken() {
        return taken;
    }

    Share share() {
        return new Share();
    }

    final class Share implements ChildPlaces {

        @Override
        public boolean take() {
            boolean got = taken < places;
            taken += got ? 1 : 0;
            return got;
        }

        @Override
        public void giveBack() {
            taken--;
        }

        @Override
        public int free() {
            return Math.max(0, places - taken);
        }
    }
}
