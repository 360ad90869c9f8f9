package io.trackmc.keys.controller.tree;

import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.payload.GroupDataKey;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.proto.protect.KeyLayer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content authority's keys: the tree over sender and receivers by home region, and the GroupDataKey. Repair heads are not in it: it knows their
 * regions, as places where receivers are at home, and nothing else of them. Not thread-safe.
 */
public final class ContentTree extends SeriesTree<ContentEpoch> {

    final SecureRandom random;
    final LayerTree trees;
    final Departures departures = new Departures();
    GroupDataKey key;

    ContentTree(long gid, RekeySigner signer, SecureRandom random, GroupDataKey key) {
        super(new RekeySeries(KeyLayer.CONTENT, gid, signer));
        this.random = random;
        this.key = key;
        trees = new LayerTree(random);
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

    @Override
    public void leave(int member) {
        departures.requireRoom(chunkBound());
        trees.remove(member, version());
    }

    @Override
    public void expel(int member) {
        departures.requireRoom(chunkBound());
        departures.requireExpellable();
        trees.remove(member, version());
        departures.expel(member);
    }

    @Override
    public void admit(Place place) {
        if (place.heads() && place.region() != 0) {
            throw new IllegalArgumentException("a repair head is given no content keys");
        }
        join(place.member(), place.home());
    }

    @Override
    public void compromise(int region) {
        departures.requireRoom(chunkBound());
        trees.touchAll(region, version());
    }

    @Override
    public List<String> names(int member) {
        List<String> names = new ArrayList<>();
        trees.forEachGiven(member, (tree, region, level, index, version, _) -> names
                .add(KeyName.node(KeyLayer.CONTENT, tree, region, level, index, version)));
        return names;
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
    }

    @Override
    public Rekey rekey(RekeyTerms terms, @Nullable RekeyTrace trace) {
        ContentEpoch last = epoch();
        RekeyBuild build = departures.begin(trees, series, random, trace);
        trees.renew(build);
        GroupDataKey fresh = GroupDataKey.generate(random);
        build.writeEpoch(trees.root(), fresh, series.epoch + 1);
        Rekey rekey = series.finish(build.slices(), terms, departures.expelled(), random);
        build.close();
        before.set(last);
        key = fresh;
        departures.settle();
        trees.settle();
        return rekey;
    }

    /** What a member is given to follow rekeys by itself; of nodes that wait for the next rekey it gets the keys by that. */
    public RekeyState grant(int member) {
        return new RekeyState(series.anchor(), trees.path(member), trees.keys(member), RekeyState.NO_LEAF);
    }

    @Override
    public ContentEpoch epoch() {
        return ContentEpoch.of(series.gid, series.epoch, series.spi, key);
    }

    @Override
    public void close() {
        trees.destroy();
        before.forget();
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
