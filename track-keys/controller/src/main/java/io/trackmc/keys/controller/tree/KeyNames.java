package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.proto.protect.KeyLayer;

/** Names of keys in the audit log: nothing of the key, but which it is and in which rekey it came. */
public final class KeyNames {

    private KeyNames() {}

    /** A node of a tree. */
    public static String node(KeyLayer layer, KeyTreeKind tree, int region, int level, int index, long version) {
        String letter = switch (tree) {
            case MEMBERS -> "M/";
            case CHILDREN -> "C/";
            case BOTH -> "B/";
            case INTERIOR -> "I/";
        };
        return prefix(layer) + letter + Integer.toUnsignedString(region) + "/" + level + "/" + index + "@" + version;
    }

    /** The key of an epoch. */
    public static String epoch(KeyLayer layer, long epoch) {
        return prefix(layer) + "epoch@" + epoch;
    }

    /** The RegionSecret of a region. */
    public static String regionSecret(int region, long version) {
        return "T:region-secret/" + Integer.toUnsignedString(region) + "@" + version;
    }

    /** The InteriorSecret. */
    public static String interiorSecret(long version) {
        return "T:interior-secret@" + version;
    }

    private static String prefix(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? "T:" : "C:";
    }
}
