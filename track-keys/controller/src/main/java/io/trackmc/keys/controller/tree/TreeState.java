package io.trackmc.keys.controller.tree;

import io.trackmc.keys.payload.GroupDataKey;
import io.trackmc.keys.transport.key.BindMaster;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.SecretAccess;
import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The whole state of an authority's keys as bytes, so that it can stop and go on: signing key, chain, trees, and the transport controller's secrets.
 * Ends with the SHA-256 of what is before. Only between rekeys: what waits for one is an event that its log tells again.
 */
public final class TreeState {

    private static final byte[] MAGIC = "TRACK tree state 1\n".getBytes(StandardCharsets.US_ASCII);

    private TreeState() {}

    /**
     * The state of a content authority.
     *
     * @throws IllegalStateException when members came or left since the last rekey
     */
    public static byte[] encode(ContentTree tree, SecretAccess access) {
        requireSettled(tree.hasChanges());
        StateOutput out = begin(access, tree.series);
        out.secret(tree.key);
        writeTrees(out, tree.trees);
        return sealed(out);
    }

    /**
     * The state of a transport controller.
     *
     * @throws IllegalStateException when members came or left since the last rekey
     */
    public static byte[] encode(TransportTree tree, SecretAccess access) {
        requireSettled(tree.hasChanges());
        StateOutput out = begin(access, tree.series);
        out.secret(tree.key);
        out.secret(tree.interiorSecret);
        out.u64(tree.interiorVersion);
        writeTrees(out, tree.trees);
        out.tree(tree.interior);
        writeHeads(out, tree.holders.heads());
        writeHolders(out, tree.holders.byRegion());
        out.u32(tree.secrets.all().size());
        tree.secrets.all().forEach((region, secret) -> {
            out.u32(region);
            out.u64(tree.secrets.version(region));
            out.secret(secret);
        });
        out.u32(tree.bindMasters.size());
        tree.bindMasters.forEach((region, master) -> {
            out.u32(region);
            out.secret(master);
        });
        return sealed(out);
    }

    /**
     * The content authority in these bytes, which are erased.
     *
     * @throws IllegalArgumentException when they are damaged or of something else
     */
    public static ContentTree decodeContent(byte[] bytes, SecureRandom random, SecretAccess access) {
        return read(bytes, access, in -> {
            Chain chain = Chain.read(in, KeyLayer.CONTENT);
            ContentTree tree = new ContentTree(chain.gid, chain.signer, random, in.secret(GroupDataKey::of));
            chain.into(tree.series);
            readTrees(in, tree.trees);
            return tree;
        });
    }

    /**
     * The transport controller in these bytes, which are erased.
     *
     * @throws IllegalArgumentException when they are damaged or of something else
     */
    public static TransportTree decodeTransport(byte[] bytes, SecureRandom random, SecretAccess access) {
        return read(bytes, access, in -> {
            Chain chain = Chain.read(in, KeyLayer.TRANSPORT);
            TransportTree tree = new TransportTree(chain.gid, chain.signer, random, in.secret(GroupAuthKey::of),
                    in.secret(InteriorSecret::of));
            chain.into(tree.series);
            tree.interiorVersion = in.u64();
            readTrees(in, tree.trees);
            in.tree(tree.interior);
            readHeads(in, tree.holders);
            readHolders(in, tree.holders);
            for (int left = in.count(); left > 0; left--) {
                int region = in.u32();
                long version = in.u64();
                tree.secrets.put(region, in.secret(RegionSecret::of), version);
            }
            for (int left = in.count(); left > 0; left--) {
                tree.bindMasters.put(in.u32(), in.secret(BindMaster::of));
            }
            return tree;
        });
    }

    private static StateOutput begin(SecretAccess access, RekeySeries series) {
        StateOutput out = new StateOutput(access);
        out.bytes(MAGIC);
        out.u8(series.layer.code());
        out.u64(series.gid);
        out.signer(series.signer);
        out.u64(series.sequence);
        out.u64(series.epoch);
        out.u32(series.spi);
        out.u32(series.nextSpi);
        out.bytes(series.previousHash);
        return out;
    }

    private static byte[] sealed(StateOutput out) {
        byte[] content = out.finish();
        byte[] whole = Arrays.copyOf(content, content.length + Sha256.LENGTH);
        System.arraycopy(Sha256.newDigest().digest(content), 0, whole, content.length, Sha256.LENGTH);
        Arrays.fill(content, (byte) 0);
        return whole;
    }

    private static <T> T read(byte[] bytes, SecretAccess access, Function<StateInput, T> reader) {
        try {
            int content = bytes.length - Sha256.LENGTH;
            if (content < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw new IllegalArgumentException("not the state of an authority");
            }
            MessageDigest sha = Sha256.newDigest();
            sha.update(bytes, 0, content);
            if (!Arrays.equals(sha.digest(), Arrays.copyOfRange(bytes, content, bytes.length))) {
                throw new IllegalArgumentException(
                        "damaged or edited: it does not end with the SHA-256 of what it holds");
            }
            StateInput in = new StateInput(bytes, MAGIC.length, content - MAGIC.length, access);
            T tree = reader.apply(in);
            in.end();
            return tree;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("cut short", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static void writeTrees(StateOutput out, LayerTree trees) {
        List<RegionKeys> ordered = new ArrayList<>(trees.regions());
        ordered.sort(Comparator.comparingInt((RegionKeys r) -> r.depth).thenComparingInt(r -> r.leafInParent));
        out.u32(ordered.size());
        for (RegionKeys region : ordered) {
            out.u32(region.id);
            out.u32(region.parent == null ? 0 : region.parent.id);
            out.u8(region.exists ? 1 : 0);
            out.u32(region.bothVersion);
            out.both(region);
            out.tree(region.members);
        }
        ordered.forEach(region -> out.tree(region.children()));
        out.u32(trees.members().size());
        trees.members().forEach(id -> {
            out.u32(id);
            out.u32(trees.members().region(id));
            out.u32(trees.members().leaf(id));
        });
    }

    private static void readTrees(StateInput in, LayerTree trees) {
        List<RegionKeys> ordered = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            int id = in.u32();
            int parent = in.u32();
            RegionKeys region = ordered.isEmpty() ? trees.root() : trees.addRegion(id, parent);
            region.exists = in.u8() == 1;
            region.bothVersion = in.u32();
            in.both(region);
            in.tree(region.members);
            ordered.add(region);
        }
        ordered.forEach(region -> in.tree(region.children()));
        for (int left = in.count(); left > 0; left--) {
            int id = in.u32();
            int region = in.u32();
            trees.members().put(id, region, in.u32());
        }
        trees.countInhabited();
    }

    private static void writeHeads(StateOutput out, Map<Integer, SecretHolders.Head> heads) {
        out.u32(heads.size());
        heads.forEach((id, head) -> {
            out.u32(id);
            out.u32(head.region());
            out.u32(head.leaf());
            out.u32(head.parents().length);
            Arrays.stream(head.parents()).forEach(out::u32);
        });
    }

    private static void readHeads(StateInput in, SecretHolders holders) {
        for (int left = in.count(); left > 0; left--) {
            int id = in.u32();
            int region = in.u32();
            int leaf = in.u32();
            int[] parents = new int[in.count()];
            Arrays.setAll(parents, _ -> in.u32());
            holders.addHead(id, new SecretHolders.Head(region, leaf, parents));
        }
    }

    private static void writeHolders(StateOutput out, Map<Integer, Set<Integer>> byRegion) {
        out.u32(byRegion.size());
        byRegion.forEach((home, secrets) -> {
            out.u32(home);
            out.u32(secrets.size());
            secrets.forEach(out::u32);
        });
    }

    private static void readHolders(StateInput in, SecretHolders holders) {
        for (int left = in.count(); left > 0; left--) {
            int home = in.u32();
            for (int secrets = in.count(); secrets > 0; secrets--) {
                holders.give(home, in.u32());
            }
        }
    }

    private static void requireSettled(boolean changes) {
        if (changes) {
            throw new IllegalStateException("members came or left since the last rekey: make the next one first");
        }
    }

    /** Where the chain of rekeys is. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chain(long gid, RekeySigner signer, long sequence, long epoch, int spi, int nextSpi, byte[] hash) {

        static Chain read(StateInput in, KeyLayer layer) {
            int code = in.u8();
            if (code != layer.code()) {
                throw new IllegalArgumentException("the state of another layer: " + code);
            }
            return new Chain(in.u64(), in.signer(), in.u64(), in.u64(), in.u32(), in.u32(), in.bytes(Sha256.LENGTH));
        }

        void into(RekeySeries series) {
            series.sequence = sequence;
            series.epoch = epoch;
            series.spi = spi;
            series.nextSpi = nextSpi;
            series.previousHash = hash;
        }
    }
}
