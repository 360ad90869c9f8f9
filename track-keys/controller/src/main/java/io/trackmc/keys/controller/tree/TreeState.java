package io.trackmc.keys.controller.tree;

import io.trackmc.keys.payload.GroupDataKey;
import io.trackmc.keys.transport.key.BindMaster;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.SecretAccess;
import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.proto.protect.KeyLayer;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
 * Ends with the SHA-256 of what is before, and passes through a small buffer however large the group is. Only between rekeys: what waits
 * for one is an event that its log tells again.
 */
public final class TreeState {

    private static final byte[] MAGIC = "TRACK tree state 2\n".getBytes(StandardCharsets.US_ASCII);
    private static final int REGION_BYTES = Integer.BYTES + Secret.LENGTH;
    private static final int MEMBER_BYTES = 3 * Integer.BYTES;

    private TreeState() {}

    /**
     * Writes the state of a content authority.
     *
     * @throws IllegalStateException when members came or left since the last rekey
     */
    public static void write(ContentTree tree, OutputStream to, SecretAccess access) {
        StateOutput out = begin(tree, tree.series, to, access);
        out.secret(tree.key);
        writeTrees(out, tree.trees);
        out.finish();
    }

    /**
     * Writes the state of a transport controller.
     *
     * @throws IllegalStateException when members came or left since the last rekey
     */
    public static void write(TransportTree tree, OutputStream to, SecretAccess access) {
        StateOutput out = begin(tree, tree.series, to, access);
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
        out.finish();
    }

    /**
     * Reads the state of a content authority.
     *
     * @param length bytes of the stream
     * @throws IllegalArgumentException when it is damaged or of something else
     */
    public static ContentTree readContent(InputStream from, long length, SecureRandom random, SecretAccess access) {
        return read(from, length, access, in -> {
            Chain chain = Chain.read(in, KeyLayer.CONTENT);
            ContentTree tree = new ContentTree(chain.gid, chain.signer, random, in.secret(GroupDataKey::of));
            chain.into(tree.series);
            readTrees(in, tree.trees);
            return tree;
        });
    }

    /**
     * Reads the state of a transport controller.
     *
     * @param length bytes of the stream
     * @throws IllegalArgumentException when it is damaged or of something else
     */
    public static TransportTree readTransport(
            InputStream from, long length, SecureRandom random, SecretAccess access) {
        return read(from, length, access, in -> {
            Chain chain = Chain.read(in, KeyLayer.TRANSPORT);
            TransportTree tree = new TransportTree(chain.gid, chain.signer, random, in.secret(GroupAuthKey::of),
                    in.secret(InteriorSecret::of));
            chain.into(tree.series);
            tree.interiorVersion = in.u64();
            readTrees(in, tree.trees);
            in.tree(tree.interior);
            readHeads(in, tree.holders);
            readHolders(in, tree.holders);
            for (int left = in.count(REGION_BYTES); left > 0; left--) {
                int region = in.u32();
                long version = in.u64();
                tree.secrets.put(region, in.secret(RegionSecret::of), version);
            }
            for (int left = in.count(REGION_BYTES); left > 0; left--) {
                tree.bindMasters.put(in.u32(), in.secret(BindMaster::of));
            }
            return tree;
        });
    }

    private static StateOutput begin(AuthorityTree tree, RekeySeries series, OutputStream to, SecretAccess access) {
        if (tree.hasChanges()) {
            throw new IllegalStateException("members came or left since the last rekey: make the next one first");
        }
        StateOutput out = new StateOutput(to, access);
        out.bytes(MAGIC);
        out.u8(series.layer.code());
        out.u64(series.gid);
        out.signer(series.signer);
        out.u64(series.changes);
        out.u64(series.sequence);
        out.u64(series.epoch);
        out.u32(series.spi);
        out.u32(series.nextSpi);
        out.bytes(series.previousHash);
        return out;
    }

    private static <T extends AuthorityTree> T read(
            InputStream from, long length, SecretAccess access, Function<StateInput, T> reader) {
        StateInput in = new StateInput(from, length, access);
        try {
            if (!Arrays.equals(in.bytes(MAGIC.length), MAGIC)) {
                throw new IllegalArgumentException("not the state of an authority");
            }
            T tree = reader.apply(in);
            in.end();
            return tree;
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("damaged, edited or of something else: " + e.getMessage(), e);
        } finally {
            in.erase();
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
        for (int left = in.count(REGION_BYTES); left > 0; left--) {
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
        for (int left = in.count(MEMBER_BYTES); left > 0; left--) {
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
        for (int left = in.count(MEMBER_BYTES); left > 0; left--) {
            int id = in.u32();
            int region = in.u32();
            int leaf = in.u32();
            int[] parents = new int[in.count(Integer.BYTES)];
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
        for (int left = in.count(2 * Integer.BYTES); left > 0; left--) {
            int home = in.u32();
            for (int secrets = in.count(Integer.BYTES); secrets > 0; secrets--) {
                holders.give(home, in.u32());
            }
        }
    }

    /** Where the chain of rekeys is. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chain(long gid, RekeySigner signer, long changes, long sequence, long epoch, int spi, int nextSpi,
            byte[] hash) {

        static Chain read(StateInput in, KeyLayer layer) {
            int code = in.u8();
            if (code != layer.code()) {
                throw new IllegalArgumentException("the state of another layer: " + code);
            }
            return new Chain(in.u64(), in.signer(), in.u64(), in.u64(), in.u64(), in.u32(), in.u32(),
                    in.bytes(Sha256.LENGTH));
        }

        void into(RekeySeries series) {
            series.changes = changes;
            series.sequence = sequence;
            series.epoch = epoch;
            series.spi = spi;
            series.nextSpi = nextSpi;
            series.previousHash = hash;
        }
    }
}
