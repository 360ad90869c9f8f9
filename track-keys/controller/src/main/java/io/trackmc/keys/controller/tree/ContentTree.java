package io.trackmc.keys.controller.tree;

import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.payload.GroupDataKey;
import io.trackmc.keys.transport.bundle.RekeyAnchor;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.proto.protect.KeyLayer;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The content authority's keys: the tree over sender and receivers by home region, and the GroupDataKey. Repair heads are not in it: it knows their
 * regions, as places where receivers are at home, and nothing else of them. Not thread-safe.
 */
public final class ContentTree implements AutoCloseable {

    final SecureRandom random;
    final LayerTree trees;
    final RekeySeries series;
    final Departures departures = new Departures();
    GroupDataKey key;

    ContentTree(long gid, RekeySigner signer, SecureRandom random, GroupDataKey key) {
        this.random = random;
        this.key = key;
        trees = new LayerTree(random);
        series = new RekeySeries(KeyLayer.CONTENT, gid, signer);
    }

    /** A new one, with region 0 and nobody in it. */
    public static ContentTree create(long gid, RekeySigner signer, SecureRandom random) {
        ContentTree tree = new ContentTree(gid, signer, random, GroupDataKey.generate(random));
        tree.series.begin(random);
        return tree;
    }

    /** Adds a region whose head is at home in another. */
    public void addRegion(int region, int parent) {
        trees.addRegion(region, parent);
    }

    /** Whether there is such a region. */
    public boolean hasRegion(int region) {
        return trees.hasRegion(region);
    }

    /** Admits a receiver to its home region, or the sender to region 0. It cannot read what was sent before the next rekey. */
    public void join(int member, int home) {
        departures.requireRoom(chunkBound());
        trees.join(member, home, version());
    }

    /** Lets a member go; it reads nothing behind the next rekey. */
    public void leave(int member) {
        departures.requireRoom(chunkBound());
        trees.remove(member, version());
    }

    /** The same, and the header of the next rekey names it. */
    public void expel(int member) {
        departures.requireRoom(chunkBound());
        departures.requireExpellable();
        trees.remove(member, version());
        departures.expel(member);
    }

    /** Whether a node is a member. */
    public boolean contains(int member) {
        return trees.members().contains(member);
    }

    /** Members. */
    public int size() {
        return trees.members().size();
    }

    /** Whether members came or left since the last rekey. */
    public boolean hasChanges() {
        return trees.isTouched() || departures.count() > 0;
    }

    /** Whether the next rekey must be made before anything else. */
    public boolean isFull() {
        return departures.isFull(chunkBound());
    }

    /** Says that nobody has been sent or given anything yet, so that nothing need be changed because of who came so far. */
    public void settle() {
        trees.settle();
    }

    /** Makes the next rekey and goes on to its epoch. */
    public Rekey rekey(RekeyTerms terms, @Nullable RekeyTrace trace) {
        RekeyBuild build = departures.begin(trees, series, random, trace);
        trees.renew(build);
        GroupDataKey fresh = GroupDataKey.generate(random);
        build.writeEpoch(trees.root(), fresh, series.epoch + 1);
        Rekey rekey = series.finish(build.slices(), terms, departures.expelled(), random);
        build.close();
        key.destroy();
        key = fresh;
        departures.settle();
        trees.settle();
        return rekey;
    }

    /** What a member is given to follow rekeys by itself; of nodes that wait for the next rekey it gets the keys by that. */
    public RekeyState grant(int member) {
        return new RekeyState(series.anchor(), trees.path(member), trees.keys(member), RekeyState.NO_LEAF);
    }

    /** The group. */
    public long gid() {
        return series.gid;
    }

    /** Number of the last rekey; 0 none. */
    public long sequence() {
        return series.sequence;
    }

    /** The newest epoch. Its key is this tree's and erased with the next rekey. */
    public ContentEpoch epoch() {
        return ContentEpoch.of(series.gid, series.epoch, series.spi, key);
    }

    /** How its rekeys are verified, for who has no keys of them. */
    public RekeyAnchor anchor() {
        return series.anchor();
    }

    /** Erases every key. */
    @Override
    public void close() {
        trees.destroy();
        key.destroy();
        series.signer.destroy();
    }

    private long chunkBound() {
        return trees.chunkBound();
    }

    private int version() {
        return (int) series.sequence;
    }
}
