package io.trackmc.sim.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyPart;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jspecify.annotations.Nullable;

/**
 * What engines rely on of {@link KeyUpdates}, over all that there are: the members and relays of the key trees, and the toy of the simulator. A case
 * is a kind of authority, a role and a layer.
 */
class KeyUpdatesContractTest {

    private static final int REKEYS = 20;
    private static final Topology TOPOLOGY = Topology.filled(4, 2);

    static Stream<Case> cases() {
        return Stream.of(true, false).flatMap(real -> Stream.of(Place.Role.values()).flatMap(
                role -> Stream.of(KeyLayer.values()).map(layer -> new Case(real, role, layer))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takesTheLastRekeysAlthoughItWasGivenWhatTheyBring(Case of) {
        Authority authority = of.authority();
        List<List<byte[]>> made = authority.rekeys(REKEYS);
        KeyUpdates updates = authority.register();

        assertThat(updates.newest(of.layer)).isEqualTo(REKEYS);
        for (int number = REKEYS; number > REKEYS - KeyUpdates.KEPT_REKEYS; number--) {
            for (byte[] inner : made.get(number - 1)) {
                assertThat(take(updates, inner)).as("rekey %d", number).isNull();
                assertThat(take(updates, inner)).as("rekey %d again", number).isNull();
            }
        }
        assertThat(updates.applied(of.layer)).isEqualTo(REKEYS);
        assertThat(updates.newest(of.layer)).isEqualTo(REKEYS);
        assertThat(updates.neededSlice(of.layer)).isEqualTo(KeyUpdates.NO_SLICE);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takesNothingThatWasTamperedWithOfThoseEither(Case of) {
        Authority authority = of.authority();
        List<List<byte[]>> made = authority.rekeys(3);
        KeyUpdates updates = authority.register();

        for (byte[] inner : made.get(1)) {
            byte[] changed = inner.clone();
            changed[changed.length - 1] ^= 1;
            assertThat(take(updates, changed)).isNotNull();
            assertThat(take(updates, inner)).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void wantsAHeaderBeforeItsChunks(Case of) {
        Authority authority = of.authority();
        KeyUpdates updates = authority.register();
        List<byte[]> made = authority.rekeys(1).getFirst();

        assertThat(take(updates, made.getLast())).isEqualTo(DropReason.STALE_REKEY);
        assertThat(take(updates, made.getFirst())).isNull();
        assertThat(take(updates, made.getLast())).isNull();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatItNeedsFromTheRootDownAndAppliesWhenItHasThat(Case of) {
        Authority authority = of.authority();
        KeyUpdates updates = authority.register();
        boolean member = updates.installedEpoch(of.layer) > 0;
        List<byte[]> made = authority.rekeys(1).getFirst();
        long epoch = updates.installedEpoch(of.layer);

        take(updates, made.getFirst());
        assertThat(updates.newest(of.layer)).isEqualTo(1);
        assertThat(updates.neededSlice(of.layer)).isEqualTo(member ? 0 : KeyUpdates.NO_SLICE);
        assertThat(updates.applied(of.layer)).isEqualTo(member ? 0 : 1);
        List<byte[]> chunks = new ArrayList<>(made.subList(1, made.size()));
        Collections.shuffle(chunks, new Random(1));
        chunks.forEach(inner -> take(updates, inner));

        assertThat(updates.neededSlice(of.layer)).isEqualTo(KeyUpdates.NO_SLICE);
        assertThat(updates.applied(of.layer)).isEqualTo(1);
        assertThat(updates.installedEpoch(of.layer)).isEqualTo(member ? epoch + 1 : 0);
        assertThat(updates.pending(of.layer) != null).isEqualTo(member);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void goesOnOneEpochAtATimeAndForgetsTheOneBeforeWhenItIsTold(Case of) {
        Authority authority = of.authority();
        KeyUpdates updates = authority.register();
        long first = updates.activeEpoch(of.layer);
        if (first == 0) {
            return;
        }
        for (List<byte[]> rekey : authority.rekeys(3)) {
            rekey.forEach(inner -> take(updates, inner));
            updates.activate(of.layer);
            assertThat(updates.hasPrevious(of.layer)).isTrue();
            assertThat(updates.oldestEpoch(of.layer)).isEqualTo(updates.activeEpoch(of.layer) - 1);
            updates.retirePrevious(of.layer);
            updates.tryApply(of.layer);
        }
        assertThat(updates.activeEpoch(of.layer)).isEqualTo(first + 3);
        assertThat(updates.oldestEpoch(of.layer)).isEqualTo(first + 3);
        updates.activate(of.layer);
        assertThat(updates.activeEpoch(of.layer)).isEqualTo(first + 3);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void holdsBackWhatItHasNoRoomForAndAppliesItThen(Case of) {
        Authority authority = of.authority();
        KeyUpdates updates = authority.register();
        if (updates.installedEpoch(of.layer) == 0) {
            return;
        }
        authority.rekeys(2).forEach(rekey -> rekey.forEach(inner -> take(updates, inner)));
        boolean ahead = of.layer == KeyLayer.CONTENT && of.role == Place.Role.RECEIVER;

        assertThat(updates.applied(of.layer)).isEqualTo(ahead ? 2 : 1);
        assertThat(updates.holdsBack(of.layer)).isEqualTo(!ahead);
        updates.activate(of.layer);
        assertThat(updates.tryApply(of.layer)).isEqualTo(!ahead);
        assertThat(updates.applied(of.layer)).isEqualTo(2);
        assertThat(updates.pending(of.layer)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsWhomHeadersExpelled(Case of) {
        Authority authority = of.authority();
        KeyUpdates updates = authority.register();
        int out = of.met();
        List<byte[]> made = authority.expelling(out);

        assertThat(updates.isExpelled(out)).isFalse();
        take(updates, made.getFirst());

        assertThat(updates.isExpelled(out)).isTrue();
        assertThat(updates.expelledCount()).isEqualTo(1);
        assertThat(updates.expelled(0)).isEqualTo(out);
    }

    private static @Nullable DropReason take(KeyUpdates updates, byte[] inner) {
        return inner[InnerHeader.TYPE_OFFSET] == RekeyPart.TYPE_HEADER
                ? updates.header(inner, 0, inner.length)
                : updates.chunk(inner, 0, inner.length);
    }

    record Case(boolean real, Place.Role role, KeyLayer layer) {

        Authority authority() {
            Seed seed = new Seed(7);
            Place place = TOPOLOGY.of(role).getFirst();
            return real ? new Real(new TreeAuthority(TOPOLOGY, new BitSet(), seed), place, layer)
                    : new Toy(new ToyAuthority(TOPOLOGY, seed), place, layer);
        }

        /** Somebody whose expulsion concerns the node: parents refuse anybody; a receiver turns away from its parents, and ends when it is itself. */
        int met() {
            Place node = TOPOLOGY.of(role).getFirst();
            if (role != Place.Role.RECEIVER) {
                return TOPOLOGY.places().getLast().id();
            }
            return layer == KeyLayer.TRANSPORT ? node.parents().getFirst() : node.id();
        }

        @Override
        public String toString() {
            return (real ? "trees " : "toy ") + role + " " + layer;
        }
    }

    /** One layer of an authority, and one node. */
    interface Authority {

        KeyUpdates register();

        List<byte[]> next();

        List<byte[]> expelling(int node);

        default List<List<byte[]>> rekeys(int count) {
            return Stream.generate(this::next).limit(count).toList();
        }
    }

    record Real(TreeAuthority authority, Place place, KeyLayer layer) implements Authority {

        @Override
        public KeyUpdates register() {
            return authority.ofRun(place, new Incarnation(1, 1)).rekeys().updates();
        }

        @Override
        public List<byte[]> next() {
            Instant now = Instant.ofEpochSecond(1_800_000_000L);
            return authority.rekey(layer, RekeyTerms.of(RekeyReason.SCHEDULED, now, 0, 1_000, 1_000,
                    now.plusSeconds(60)));
        }

        @Override
        public List<byte[]> expelling(int node) {
            authority.expel(node);
            return next();
        }
    }

    record Toy(ToyAuthority authority, Place place, KeyLayer layer) implements Authority {

        @Override
        public KeyUpdates register() {
            return authority.ofRun(place, new Incarnation(1, 1)).rekeys().updates();
        }

        @Override
        public List<byte[]> next() {
            return authority.rekey(layer, new KeyChange(0, 1_000_000, 1_000_000), Set.of());
        }

        @Override
        public List<byte[]> expelling(int node) {
            return authority.rekey(layer, new KeyChange(0, 1_000_000, 1_000_000), Set.of(node));
        }
    }
}
