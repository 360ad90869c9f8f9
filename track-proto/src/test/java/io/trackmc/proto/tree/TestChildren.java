package io.trackmc.proto.tree;

import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.rate.RttEstimator;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.testing.FakeGroup.Member;
import io.trackmc.proto.testing.FakeGroup.Role;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.wire.TrackMessage;
import java.util.List;

/** Children of parent 1 for tests of the rooms that work on them: receivers from 100 on, repair heads below. */
public final class TestChildren {

    private static final int PARENT = 1;
    private static final int WINDOW = 64;

    private final FakeGroup group = new FakeGroup().add(new Member(PARENT, Role.SENDER, 0, List.of()));
    private final ChildTable table;

    public TestChildren(int maxChildren) {
        this(maxChildren, ChildPlaces.UNLIMITED);
    }

    TestChildren(int maxChildren, ChildPlaces shared) {
        table = new ChildTable(maxChildren, shared);
    }

    public ChildTable table() {
        return table;
    }

    /** A child that counts, whose newest report is {@code track}. */
    public Child bound(int id, TrackMessage track) {
        return bound(provisional(id, 1), track);
    }

    /** The same with a budget of so many bytes a second. */
    public Child bound(int id, TrackMessage track, int repairBytes) {
        Child child = make(id, 1, table.freeIndex(), new TokenBucket(repairBytes, repairBytes));
        table.add(child);
        return bound(child, track);
    }

    private Child bound(Child child, TrackMessage track) {
        table.promote(child);
        child.report().update(track, child.isRepairHead());
        return child;
    }

    /** A child that counts reports again. */
    public void report(Child child, TrackMessage track) {
        child.report().update(track, child.isRepairHead());
    }

    /** A child that counts, and what it says of the slowest path, at a time. */
    public void tell(int id, long nowNs, TrackMessage track) {
        Child known = table.settled(id);
        Child child = known == null ? bound(id, track) : known;
        child.takeRate(nowNs, track);
    }

    /** A child has shown where it is. */
    public void prove(Child child) {
        child.challenged(0, 1);
        child.echoed(1);
    }

    /** A child that counts does not count any more. */
    public void lose(Child child) {
        table.unbind(child, Child.State.LOST);
    }

    /** A child is forgotten. */
    public void forget(Child child) {
        table.remove(child);
    }

    /** A run of a child that has asked to be admitted. */
    public Child provisional(int id, int run) {
        Child child = make(id, run, table.freeIndex(), new TokenBucket(0, 1));
        table.add(child);
        return child;
    }

    private Child make(int id, int run, int index, TokenBucket repairBudget) {
        boolean leaf = id >= 100;
        group.add(new Member(id, leaf ? Role.RECEIVER : Role.REPAIR_HEAD, id, List.of(PARENT)));
        FakeHopKeys keys = new FakeHopKeys(group, PARENT, Nodes.incarnation(PARENT, 1));
        KeyClass pairClass = leaf ? KeyClass.LEAF_PAIR : KeyClass.INTERIOR_PAIR;
        Incarnation incarnation = Nodes.incarnation(id, run);
        Child child = new Child(
                id, index, pairClass, incarnation, Nodes.endpoint(id), keys.downSealer(id, pairClass, incarnation),
                keys.upVerifier(id, pairClass, incarnation), new RttEstimator(1, 1, 1), repairBudget);
        child.report().expect(1, WINDOW, 1, 0, id, 1);
        return child;
    }
}
