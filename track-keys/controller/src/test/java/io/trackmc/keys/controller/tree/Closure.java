package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.bundle.PathKey;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.keys.transport.key.KeyWrap;
import io.trackmc.keys.transport.key.KeyWrappingKey;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.TreeKeySchedule;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.InnerHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that a coalition can find out: from the keys that it was ever given, and every rekey ever sent, read by a parser of its own, over and over
 * until nothing new comes. It tries every version of a key that it has. A derived key counts only if it was the true one then, because a wrong one opens
 * nothing.
 */
final class Closure {

    private final TreeKeySchedule schedule;
    private final KeyWrap wrap = new KeyWrap();
    private final KeyWrappingKey wrapping = new KeyWrappingKey();
    private final Map<String, Set<String>> known = new HashMap<>();
    private boolean grew;

    Closure(KeyLayer layer, long gid) {
        schedule = new TreeKeySchedule(layer, gid);
    }

    /** Adds what a member is given. */
    void give(RekeyState state) {
        for (PathKey key : state.keys()) {
            add(node(key.tree(), key.region(), key.level(), key.index()), key.key());
        }
    }

    void give(String name, Secret secret) {
        add(name, secret);
    }

    /** Hexadecimal digits of every value that it holds, whatever it is called. */
    Set<String> values() {
        Set<String> all = new HashSet<>();
        known.values().forEach(all::addAll);
        return all;
    }

    /** Reads all rekeys until nothing new comes out. */
    void read(List<Recorded> rekeys) {
        do {
            grew = false;
            rekeys.forEach(this::read);
        } while (grew);
    }

    static String node(KeyTreeKind tree, int region, int level, int index) {
        return tree + "/" + region + "/" + level + "/" + index;
    }

    static String hex(Secret secret) {
        return HexFormat.of().formatHex(secret.copy(InsecureSecretAccess.get()));
    }

    private void read(Recorded rekey) {
        for (byte[] chunk : rekey.chunks()) {
            ByteBuffer in = ByteBuffer.wrap(chunk, InnerHeader.LENGTH, InnerHeader.contentLength(chunk, 0)).slice();
            int region = in.getInt();
            in.position(12);
            while (in.hasRemaining()) {
                readEntry(rekey, region, in);
            }
        }
    }

    private void readEntry(Recorded rekey, int region, ByteBuffer in) {
        int kind = in.get() & 0xFF;
        int detail = in.get() & 0xFF;
        int index = in.getShort() & 0xFFFF;
        switch (kind) {
            case 0x80 -> unwrap(node(KeyTreeKind.BOTH, 0, 1, 0), in, "epoch");
            case 0x90 -> readSecret(rekey, region, detail, index, in);
            case 0xA0 -> unwrap(node(KeyTreeKind.INTERIOR, 0, 8, 0), in, "interior");
            case 0xB0 -> {}
            default -> readNode(rekey, KeyTreeKind.values()[(kind >> 4) - 1], region == -1 ? 0 : region, kind & 15,
                    detail >> 4, detail & 15, index, in);
        }
    }

    private void readSecret(Recorded rekey, int region, int under, int leaf, ByteBuffer in) {
        int secretOf = in.getInt();
        String gives = "secret/" + secretOf;
        switch (under) {
            case 0 -> deriveSecret(rekey, node(KeyTreeKind.MEMBERS, region, 7, 0), secretOf, gives);
            case 1 -> unwrap(node(KeyTreeKind.MEMBERS, region, 7, 0), in, gives);
            case 3 -> unwrap(node(KeyTreeKind.BOTH, 0, 1, 0), in, gives);
            default -> unwrap(node(KeyTreeKind.INTERIOR, 0, 0, leaf), in, gives);
        }
    }

    private void readNode(Recorded rekey, KeyTreeKind tree, int region, int level, int existing, int changed, int index,
            ByteBuffer in) {
        String gives = node(tree, region, level, index);
        int from = changed == 0 ? -1 : Integer.numberOfTrailingZeros(changed);
        for (int i = 0; i < 4; i++) {
            if ((existing >> i & 1) == 0) {
                continue;
            }
            String child = child(rekey, tree, region, level, index * 4 + i);
            derive(rekey, child, tree, region, level, index, gives);
            if (i != from) {
                unwrap(child, in, gives);
            }
        }
    }

    private static String child(Recorded rekey, KeyTreeKind tree, int region, int level, int index) {
        if (tree == KeyTreeKind.BOTH) {
            return index == 0 ? node(KeyTreeKind.MEMBERS, region, 7, 0) : node(KeyTreeKind.CHILDREN, region, 6, 0);
        }
        return tree == KeyTreeKind.CHILDREN && level == 1
                ? node(KeyTreeKind.BOTH, rekey.childRegions().get(region + "/" + index), 1, 0)
                : node(tree, region, level - 1, index);
    }

    private void unwrap(String under, ByteBuffer in, String gives) {
        byte[] wrapped = new byte[KeyWrap.LENGTH];
        in.get(wrapped);
        for (KeyEncryptionKey key : of(under)) {
            KeyEncryptionKey found = new KeyEncryptionKey();
            schedule.wrappingKey(key, wrapping);
            if (wrap.unwrap(wrapping, wrapped, 0, found)) {
                add(gives, found);
            }
        }
    }

    private void derive(
            Recorded rekey, String from, KeyTreeKind tree, int region, int level, int index, String gives) {
        for (KeyEncryptionKey key : of(from)) {
            KeyEncryptionKey found = new KeyEncryptionKey();
            schedule.upwardKey(key, rekey.sequence(), tree.code(), region, level, index, found);
            addIfTrue(rekey, gives, found);
        }
    }

    private void deriveSecret(Recorded rekey, String from, int secretOf, String gives) {
        for (KeyEncryptionKey key : of(from)) {
            RegionSecret found = new RegionSecret();
            schedule.regionSecret(key, rekey.sequence(), secretOf, found);
            addIfTrue(rekey, gives, found);
        }
    }

    private void addIfTrue(Recorded rekey, String gives, Secret found) {
        if (rekey.truth().containsValue(hex(found))) {
            add(gives, found);
        }
    }

    private List<KeyEncryptionKey> of(String name) {
        List<KeyEncryptionKey> keys = new ArrayList<>();
        for (String value : List.copyOf(known.getOrDefault(name, Set.of()))) {
            keys.add(KeyEncryptionKey.of(HexFormat.of().parseHex(value), InsecureSecretAccess.get()));
        }
        return keys;
    }

    private void add(String name, Secret secret) {
        grew |= known.computeIfAbsent(name, _ -> new HashSet<>()).add(hex(secret));
    }

    /**
     * A rekey as it was sent, and what nobody but its authority knows.
     *
     * @param truth hexadecimal digits of every key behind it, by name
     * @param childRegions child region by "region/leaf"
     */
    record Recorded(long sequence, List<byte[]> chunks, Map<String, String> truth, Map<String, Integer> childRegions) {

        static Recorded of(Rekey rekey, Map<String, String> truth, Map<String, Integer> childRegions) {
            List<byte[]> chunks = new ArrayList<>();
            for (int part = 1; part <= rekey.chunkCount(); part++) {
                chunks.add(rekey.chunk(part));
            }
            return new Recorded(rekey.sequence(), chunks, truth, childRegions);
        }
    }
}
