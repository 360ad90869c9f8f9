package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.TrackMessage;
import org.junit.jupiter.api.Test;

class ChildTableTest {

    private static final int MOST = 2;

    private final TestChildren children = new TestChildren(MOST);
    private final ChildTable table = children.table();

    @Test
    void shouldFindARunByIdAndIncarnation() {
        Child child = children.provisional(100, 1);

        assertThat(table.find(100, child.incarnation().high())).isSameAs(child);
        assertThat(table.find(100, child.incarnation().high() + 1)).isNull();
        assertThat(table.find(101, child.incarnation().high())).isNull();
        assertThat(table.provisional(100)).isSameAs(child);
        assertThat(table.settled(100)).isNull();
        assertThat(table.boundCount()).isZero();
    }

    @Test
    void shouldCountAChildOnceItIsPromoted() {
        Child child = children.provisional(100, 1);

        assertThat(table.promote(child)).isNull();

        assertThat(child.isBound()).isTrue();
        assertThat(table.boundCount()).isEqualTo(1);
        assertThat(table.settled(100)).isSameAs(child);
        assertThat(table.provisional(100)).isNull();
    }

    @Test
    void shouldKeepTheOldRunUntilTheNewOneIsPromoted() {
        Child old = bound(100);
        Child restarted = children.provisional(100, 2);
        assertThat(table.find(100, old.incarnation().high())).isSameAs(old);
        assertThat(table.find(100, restarted.incarnation().high())).isSameAs(restarted);

        assertThat(table.promote(restarted)).isSameAs(old);

        assertThat(table.boundCount()).isEqualTo(1);
        assertThat(table.find(100, old.incarnation().high())).isNull();
        assertThat(table.at(old.index())).isNull();
        assertThat(table.at(restarted.index())).isSameAs(restarted);
    }

    @Test
    void shouldHoldOneProvisionalRunOfAChild() {
        Child first = children.provisional(100, 1);

        Child second = children.provisional(100, 2);

        assertThat(table.find(100, first.incarnation().high())).isNull();
        assertThat(table.provisional(100)).isSameAs(second);
    }

    @Test
    void shouldRefuseMoreThanTheBound() {
        bound(100);
        children.provisional(101, 1);

        assertThat(hasRoomFor(102)).isFalse();
    }

    @Test
    void shouldAlwaysLetABoundChildStartAgain() {
        bound(100);
        bound(101);

        assertThat(hasRoomFor(100)).isTrue();
    }

    @Test
    void shouldMakeRoomWhenAChildLeaves() {
        bound(100);
        Child leaving = bound(101);
        assertThat(hasRoomFor(102)).isFalse();

        table.unbind(leaving, Child.State.LEFT);

        assertThat(table.boundCount()).isEqualTo(1);
        assertThat(leaving.state()).isEqualTo(Child.State.LEFT);
        assertThat(table.settled(101)).isSameAs(leaving);
        assertThat(hasRoomFor(102)).isTrue();
    }

    /** Who has left comes back like a stranger: its place may have been taken. */
    @Test
    void shouldNotExceedTheBoundWhenOneThatHasLeftComesBack() {
        table.unbind(bound(100), Child.State.LEFT);
        bound(101);
        bound(102);

        assertThat(hasRoomFor(100)).isFalse();
    }

    @Test
    void shouldCountLeavingOnce() {
        Child child = bound(100);

        table.unbind(child, Child.State.LEFT);
        table.unbind(child, Child.State.LEFT);
        table.remove(child);

        assertThat(table.boundCount()).isZero();
        assertThat(table.settled(100)).isNull();
    }

    @Test
    void shouldBringBackOneThatWasLost() {
        Child child = bound(100);
        table.unbind(child, Child.State.LOST);
        assertThat(table.boundCount()).isZero();

        assertThat(table.promote(child)).isNull();

        assertThat(table.boundCount()).isEqualTo(1);
        assertThat(table.settled(100)).isSameAs(child);
        assertThat(table.at(child.index())).isSameAs(child);
    }

    @Test
    void shouldForgetFirstWhatExpiresFirst() {
        for (int id = 100; id < 100 + 2 * MOST; id++) {
            Child child = bound(id);
            child.expiresNs(Long.MAX_VALUE - 1 + id % 3);
            table.unbind(child, id == 102 ? Child.State.LOST : Child.State.LEFT);
        }
        assertThat(table.freeIndex()).isEqualTo(-1);
        assertThat(hasRoomFor(200)).isTrue();

        assertThat(table.mostForgettable().id()).isEqualTo(102);
    }

    @Test
    void shouldNotForgetTheNewRunWithTheOldOne() {
        Child old = bound(100);
        Child restarted = children.provisional(100, 2);

        table.remove(old);

        assertThat(table.settled(100)).isNull();
        assertThat(table.provisional(100)).isSameAs(restarted);
        assertThat(table.boundCount()).isZero();
    }

    private Child bound(int id) {
        return children.bound(id, new TrackMessage());
    }

    private boolean hasRoomFor(int id) {
        return new Admission(table, 0).refusal(id, BindRole.RECEIVER) == null;
    }
}
