package io.trackmc.keys.controller.tree;

import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.transport.bundle.PathKey;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.key.BindMaster;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.keys.transport.rekey.RekeyEntries;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.RekeyChunk;
import io.trackmc.proto.wire.RekeyHeader;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The transport controller's keys: the tree over everybody by home region, the interior tree over sender and repair heads, GroupAuthKey,
 * InteriorSecret, RegionSecrets and BindMasters. Not thread-safe.
 */
public final class TransportTree extends SeriesTree<TransportEpoch> {

    private static final int SECRET_ENTRY_BYTES = 48;
    /** Half of the places in a header: those that repair heads may need, whom everybody must know, stay free. */
    private static final int RECEIVERS_IN_HEADER = RekeyHeader.MAX_EXPELLED / 2;

    final SecureRandom random;
    final LayerTree trees;
    final KeyTree interior = new KeyTree(KeyTreeKind.INTERIOR);
    final SecretHolders holders = new SecretHolders();
    final RegionSecrets secrets;
    final Map<Integer, BindMaster> bindMasters = new HashMap<>();
    final Departures departures = new Departures();
    private final RegionalExpulsions regional = new RegionalExpulsions();
    private final KeyEncryptionKey scratch = new KeyEncryptionKey();
    GroupAuthKey key;
    InteriorSecret interiorSecret;
    long interiorVersion;
    private boolean interiorChanges;
    private boolean namesInRegions;

    TransportTree(
            long gid, RekeySigner signer, SecureRandom random, GroupAuthKey key, InteriorSecret interiorSecret) {
        super(new RekeySeries(KeyLayer.TRANSPORT, gid, signer));
        this.random = random;
        this.key = key;
        this.interiorSecret = interiorSecret;
        trees = new LayerTree(random);
        secrets = new RegionSecrets(trees, interior, holders);
    }

    /** A new one, with region 0 and nobody in it. */
    public static TransportTree create(long gid, RekeySigner signer, SecureRandom random) {
        TransportTree tree = new TransportTree(gid, signer, random, GroupAuthKey.generate(random),
                InteriorSecret.generate(random));
        tree.series.begin(random);
        return tree;
    }

    /**
     * Admits a sender or repair head: to a region that it heads from now on.
     *
     * @param region 0 for the sender
     * @param home region of its primary parent; ignored for region 0
     * @param parents regions of its parent and backups, whose RegionSecrets it is given
     */
    public void joinHead(int member, int region, int home, int... parents) {
        departures.requireRoom(chunkBound());
        if (!trees.hasRegion(region)) {
            trees.addRegion(region, home);
        }
        trees.join(member, region, version());
        int leaf = interior.take(scratch, random, version());
        interior.touchAbove(leaf);
        holders.addHead(member, new SecretHolders.Head(region, leaf, parents.clone()));
        holders.give(region, region);
        if (!secrets.has(region)) {
            secrets.put(region, RegionSecret.generate(random), series.sequence);
        }
        bindMasters.computeIfAbsent(region, _ -> BindMaster.generate(random));
    }

    /**
     * Admits a receiver.
     *
     * @param home region of its primary parent
     * @param backups regions of its backups
     */
    public void join(int member, int home, int... backups) {
        departures.requireRoom(chunkBound());
        trees.join(member, home, version());
        holders.give(home, home);
        for (int backup : backups) {
            holders.give(home, backup);
        }
    }

    @Override
    public void leave(int member) {
        departures.requireRoom(chunkBound());
        remove(member);
    }

    /**
     * From now on a rekey expels any number of receivers: those for whom its header has no place are named in the slices of the regions whose
     * RegionSecret they know. Only for a group without tenants, because a receiver may be the child of another tenant's head whose RegionSecret
     * it does not know; and where few have the sender as a backup, because everybody needs the sender's slice.
     */
    public void nameInRegions() {
        namesInRegions = true;
    }

    @Override
    public void expel(int member) {
        departures.requireRoom(chunkBound());
        SecretHolders.Head head = holders.head(member);
        if (namesInRegions && head == null && departures.count() >= RECEIVERS_IN_HEADER) {
            Set<Integer> regions = new TreeSet<>(holders.secretsOf(trees.members().region(member)));
            remove(member);
            regional.expel(member, regions);
            return;
        }
        departures.requireExpellable();
        remove(member);
        departures.expel(member);
        BindMaster master = head == null ? null : bindMasters.remove(head.region());
        if (master != null) {
            master.destroy();
        }
    }

    @Override
    public void admit(Place place) {
        int[] parents = place.parents().stream().mapToInt(Integer::intValue).toArray();
        if (place.heads()) {
            joinHead(place.member(), place.region(), place.home(), parents);
        } else {
            join(place.member(), place.home(), Arrays.copyOfRange(parents, 1, parents.length));
        }
    }

    @Override
    public void compromise(int region) {
        departures.requireRoom(chunkBound());
        trees.touchAll(region, version());
        holders.rotateAllOf(region);
        holders.rotateOnly(region);
    }

    @Override
    public List<String> names(int member) {
        List<String> names = new ArrayList<>();
        LayerTree.GivenNodes named = (tree, region, level, index, version, _) -> names
                .add(KeyName.node(KeyLayer.TRANSPORT, tree, region, level, index, version));
        trees.forEachGiven(member, named);
        SecretHolders.Head head = holders.head(member);
        if (head != null) {
            LayerTree.forEachAbove(interior, 0, head.leaf(), 0, named);
        }
        return names;
    }

    /** Rekey in which the present InteriorSecret came. */
    public long interiorVersion() {
        return interiorVersion;
    }

    /** Rekey in which the present RegionSecret of a region came. */
    public long regionVersion(int region) {
        return secrets.version(region);
    }

    @Override
    public boolean contains(int member) {
        return trees.members().contains(member);
    }

    @Override
    public int size() {
        return trees.members().size();
    }

    @Override
    public boolean hasChanges() {
        return trees.isTouched() || departures.count() > 0;
    }

    @Override
    public boolean isFull() {
        return departures.isFull(chunkBound());
    }

    @Override
    public void settle() {
        trees.settle();
        interior.settle();
        holders.settle();
        interiorChanges = false;
    }

    @Override
    public Rekey rekey(RekeyTerms terms, @Nullable RekeyTrace trace) {
        TransportEpoch last = epoch();
        RekeyBuild build = departures.begin(trees, series, random, trace);
        trees.renew(build);
        renewInterior(build);
        secrets.rotate(build);
        regional.write(trees, build);
        GroupAuthKey fresh = GroupAuthKey.generate(random);
        build.writeEpoch(trees.root(), fresh, series.epoch + 1);
        Rekey rekey = series.finish(build.slices(), terms, departures.expelled(), random);
        build.close();
        before.set(last);
        key = fresh;
        departures.settle();
        regional.settle();
        settle();
        return rekey;
    }

    /** What a member is given to follow rekeys by itself; of nodes that wait for the next rekey it gets the keys by that. */
    public RekeyState grant(int member) {
        List<PathKey> keys = trees.keys(member);
        SecretHolders.Head head = holders.head(member);
        if (head != null) {
            LayerTree.forEachAbove(interior, 0, head.leaf(), 0, (tree, region, level, index, _, key) -> keys
                    .add(new PathKey(tree, region, level, index, LayerTree.copy(key))));
        }
        return new RekeyState(series.anchor(), trees.path(member), keys,
                head == null ? RekeyState.NO_LEAF : head.leaf());
    }

    @Override
    public TransportEpoch epoch() {
        return TransportEpoch.of(series.gid, series.epoch, series.spi, key);
    }

    /** The present InteriorSecret; this tree's. */
    public InteriorSecret interiorSecret() {
        return interiorSecret;
    }

    /** The present RegionSecret of a region; this tree's. */
    public RegionSecret regionSecret(int region) {
        return secrets.of(region);
    }

    /** Whether somebody heads a region, or may come back to it; not when its head was expelled. */
    public boolean isHeaded(int region) {
        return bindMasters.containsKey(region);
    }

    /** The BindMaster of a region's head; this tree's. */
    public BindMaster bindMaster(int region) {
        BindMaster master = bindMasters.get(region);
        if (master == null) {
            throw new IllegalArgumentException("nobody heads region " + Integer.toUnsignedString(region));
        }
        return master;
    }

    @Override
    public void close() {
        trees.destroy();
        interior.destroy();
        secrets.destroy();
        bindMasters.values().forEach(BindMaster::destroy);
        before.forget();
        key.destroy();
        interiorSecret.destroy();
        series.signer.destroy();
        scratch.destroy();
    }

    private void remove(int member) {
        RegionKeys region = trees.remove(member, version());
        holders.rotateAllOf(region.id);
        SecretHolders.Head head = holders.head(member);
        if (head != null) {
            holders.removeHead(member);
            interior.free(head.leaf());
            interior.touchAbove(head.leaf());
            interiorChanges = true; // the BindMaster stays: its head may come back, to children who hold keys made of it
        }
        if (region.members.isEmpty()) {
            holders.removeRegion(region.id);
        }
    }

    private void renewInterior(RekeyBuild build) {
        boolean inhabited = !interior.isEmpty();
        if (inhabited && interior.isTouched()) {
            build.renewInterior(interior);
        }
        if (inhabited && interiorChanges) {
            InteriorSecret fresh = InteriorSecret.generate(random);
            SliceWriter out = build.interior();
            int at = out.wrapped(RekeyEntries.INTERIOR_SECRET, 0);
            int top = KeyTreeKind.INTERIOR.height();
            interior.key(top, 0, scratch);
            build.wrapUnder(scratch, fresh, out, at);
            RekeyTrace trace = build.trace();
            if (trace != null) {
                trace.wraps(KeyName.node(KeyLayer.TRANSPORT, KeyTreeKind.INTERIOR, 0, top, 0,
                        interior.version(top, 0)), KeyName.interiorSecret(build.sequence));
            }
            interiorSecret.destroy();
            interiorSecret = fresh;
            interiorVersion = build.sequence;
        }
    }

    private long chunkBound() {
        return trees.chunkBound() + trees.regions().size()
                + (holders.entries() * SECRET_ENTRY_BYTES + regional.bytes()) / (RekeyChunk.MAX_LENGTH / 2);
    }

    private int version() {
        return (int) series.sequence;
    }
}
