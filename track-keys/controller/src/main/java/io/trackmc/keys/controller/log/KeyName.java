package io.trackmc.keys.controller.log;

import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.proto.protect.KeyLayer;

/**
 * Names of keys in the log. A name tells which key it was and never anything of the key itself; two keys that were ever different have
 * different names, because the version, the rekey in which a key came, is part of it (0: from the start).
 *
 * <pre>
 *   T:M/3/0/17@0            node of the transport tree: tree/region/level/index@version; C: the content tree
 *   T:epoch@4               GroupAuthKey of transport epoch 4
 *   C:epoch@4               GroupDataKey of content epoch 4
 *   T:region-secret/3@0     RegionSecret of region 3
 *   T:bind-master/3         BindMaster of region 3
 *   T:bind-key/2/7          BK between parent 2 and child 7
 *   T:interior-secret@0     InteriorSecret
 * </pre>
 */
public final class KeyName {

    /** Longest name. */
    public static final int MAX_LENGTH = 64;

    private static final char TRANSPORT = 'T';
    private static final char CONTENT = 'C';
    private static final String EPOCH = ":epoch@";

    private KeyName() {}

    /**
     * A node of a key tree.
     *
     * @param tree that it is in
     * @param region u32
     * @param level 0 for a leaf
     * @param index u32, place in its level
     * @param version rekey in which the key came
     */
    public static String node(KeyLayer layer, KeyTreeKind tree, int region, int level, int index, long version) {
        return prefix(layer) + ":" + letter(tree) + "/" + Integer.toUnsignedLong(region) + "/" + level + "/"
                + Integer.toUnsignedLong(index) + "@" + version;
    }

    private static char letter(KeyTreeKind tree) {
        return switch (tree) {
            case MEMBERS -> 'M';
            case CHILDREN -> 'C';
            case BOTH -> 'B';
            case INTERIOR -> 'I';
        };
    }

    /** The key of an epoch: GroupAuthKey or GroupDataKey. */
    public static String epoch(KeyLayer layer, long epoch) {
        return prefix(layer) + EPOCH + epoch;
    }

    /** The RegionSecret of a region. */
    public static String regionSecret(int region, long version) {
        return "T:region-secret/" + Integer.toUnsignedLong(region) + "@" + version;
    }

    /** The BindMaster of a region. */
    public static String bindMaster(int region) {
        return "T:bind-master/" + Integer.toUnsignedLong(region);
    }

    /** The pair key of a child and its parent. */
    public static String bindKey(int parent, int child) {
        return "T:bind-key/" + Integer.toUnsignedLong(parent) + "/" + Integer.toUnsignedLong(child);
    }

    /** The InteriorSecret. */
    public static String interiorSecret(long version) {
        return "T:interior-secret@" + version;
    }

    /** Whether it is a key of the content layer. */
    public static boolean isContent(String name) {
        return name.charAt(0) == CONTENT;
    }

    /** Whether it is the GroupDataKey of an epoch. */
    public static boolean isGroupDataKey(String name) {
        return name.charAt(0) == CONTENT && name.startsWith(EPOCH, 1);
    }

    /** Whether it is the key of an epoch of either layer. */
    public static boolean isEpoch(String name) {
        return name.startsWith(EPOCH, 1);
    }

    /** Number of the epoch whose key it is, or −1 when no number stands there as {@link #epoch} writes it: one key has one name. */
    public static long epochOf(String name) {
        String digits = name.substring(1 + EPOCH.length());
        try {
            long epoch = Long.parseLong(digits);
            return epoch >= 0 && digits.equals(String.valueOf(epoch)) ? epoch : -1;
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    /** Whether a text has the form of a name: a layer, a colon, and letters, digits and {@code / @ -}. */
    public static boolean isName(String text) {
        int length = text.length();
        if (length < 3 || length > MAX_LENGTH || text.charAt(1) != ':'
                || (text.charAt(0) != TRANSPORT && text.charAt(0) != CONTENT)) {
            return false;
        }
        for (int i = 2; i < length; i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '/' && c != '@' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static char prefix(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? TRANSPORT : CONTENT;
    }
}
