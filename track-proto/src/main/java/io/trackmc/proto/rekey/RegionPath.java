package io.trackmc.proto.rekey;

import java.util.Arrays;

/** The regions whose slices the children of a node need, as far as they are known: its own and those above it. */
final class RegionPath {

    /** As deep as a tree may be. */
    static final int MAX_REGIONS = 32;

    private static final int FIRST_PLACES = 2;

    private int[] regions = new int[FIRST_PLACES];
    private int count;

    /** @param own region of this node, or in which it is at home */
    RegionPath(int own) {
        add(0);
        add(own);
    }

    void add(int region) {
        if (region >= 0 && !contains(region) && count < MAX_REGIONS) {
            if (count == regions.length) {
                regions = Arrays.copyOf(regions, 2 * count);
            }
            regions[count++] = region;
        }
    }

    int count() {
        return count;
    }

    int region(int index) {
        return regions[index];
    }

    boolean contains(int region) {
        for (int i = 0; i < count; i++) {
            if (regions[i] == region) {
                return true;
            }
        }
        return false;
    }

    /** A slice tells what is above it: what is above a region of the path is of the path. */
    void learn(int slice, int parentRegion) {
        if (contains(slice)) {
            add(parentRegion);
        }
    }
}
