package io.trackmc.proto.rekey;

import io.trackmc.proto.engine.EngineScratch;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.StalePairs;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.TestChildren;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.RekeyRequestMessage;
import io.trackmc.proto.wire.TrackMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is answered that asks under a key of no epoch, where, and with how much. */
class StaleAnswersTest {

    private static final int HEAD = 10;
    private static final int CHILD = 100;
    private static final int CHUNKS = 20;
    private static final long SECOND_NS = 1_000_000_000L;

    private final Counters counters = new Counters();
    private final Pairs pairs = new Pairs();
    private final Set<Integer> expelled = new HashSet<>();
    private final Path path = new Path().set(Path.Channel.UNICAST, 0, 1, 7_000);
    private final TestChildren children = new TestChildren(4);
    private final Child bound = children.bound(CHILD, new TrackMessage());
    private final StaleAnswers answers = answers();
    private long nowNs = Overflow.in(2 * SECOND_NS);

    @Test
    void aReplayedRequestIsNotAnswered() {
        assertThat(asks(CHILD, 7, 0)).isTrue();

        assertThat(asks(CHILD, 7, 0)).isFalse();
        assertThat(asks(CHILD, 6, 0)).isFalse();
        assertThat(counters.get(DropReason.REPLAYED)).isEqualTo(2);
        assertThat(asks(CHILD, 8, 0)).isTrue();
    }

    @Test
    void onlyOnePartGoesToWhereTheChildHasNotShownToBe() {
        asks(CHILD, 1, 0);
        assertThat(sent()).isEqualTo(StaleAnswers.UNPROVEN_PARTS);

        asks(CHILD, 2, pairs.proof + 1);
        assertThat(sent()).isEqualTo(StaleAnswers.UNPROVEN_PARTS);
    }

    @Test
    void whoRepeatsWhatWasSentThereGetsMore() {
        asks(CHILD, 1, 0);
        sent();

        asks(CHILD, 2, pairs.proof);
        assertThat(sent()).isEqualTo(StaleAnswers.PARTS);

        path.set(Path.Channel.UNICAST, 0, 99, 7_000);
        asks(CHILD, 3, pairs.proof);
        assertThat(sent()).as("at another address").isEqualTo(StaleAnswers.UNPROVEN_PARTS);
    }

    @Test
    void whatIsOnItsWayToAnAddressProvesNothingOfAnother() {
        asks(CHILD, 1, 0);
        sent();
        int proof = pairs.proof;
        path.set(Path.Channel.UNICAST, 0, 99, 7_000);
        asks(CHILD, 2, proof);
        sent();

        asks(CHILD, 3, proof);

        assertThat(sent()).isEqualTo(StaleAnswers.UNPROVEN_PARTS);
    }

    @Test
    void aChildGetsNoMoreBytesThanItsBudget() {
        asks(CHILD, 1, 0);
        sent();
        int bytes = 0;
        for (int i = 0; i < 50; i++) {
            asks(CHILD, 2 + i, pairs.proof);
            sent();
            bytes += pairs.bytes;
            pairs.bytes = 0;
        }
        assertThat(bytes).isBetween(250_000, 360_000);
        assertThat(counters.get(CounterId.REPAIRS_OVER_SHARE)).isPositive();
    }

    @Test
    void whoWasExpelledIsToldThatAndNothingElse() {
        asks(CHILD, 1, 0);
        sent();
        asks(CHILD, 2, pairs.proof);
        expelled.add(CHILD);

        assertThat(sent()).as("the header of what was owed").isOne();
        asks(CHILD, 3, pairs.proof);
        assertThat(sent()).as("the header once more, no slice").isOne();
    }

    @Test
    void aBoundChildThatIsWhereItSaysIsServedAsOthersThatAreBound() {
        children.prove(bound);

        answers.answer(nowNs, bound, whole(0));
        assertThat(sent()).isEqualTo(1 + CHUNKS);

        answers.answer(nowNs, bound, whole(0));
        assertThat(sent()).as("what is on its way").isZero();
    }

    @Test
    void aBoundChildPaysForWhatIsLookedUpThoughNothingIsSent() {
        children.prove(bound);
        bound.repairBudget().rate(nowNs, 1_000_000, 100_000);
        answers.answer(nowNs, bound, whole(0));
        assertThat(sent()).isEqualTo(1 + CHUNKS);
        assertThat(bound.repairBudget().isOpen(nowNs)).isTrue();

        for (int i = 0; i < 1_000; i++) {
            answers.answer(nowNs, bound, whole(0));
        }

        assertThat(bound.repairBudget().isOpen(nowNs)).isFalse();
    }

    @Test
    void aBoundChildThatHasNotShownWhereItIsShowsItByItsNextQuestion() {
        answers.answer(nowNs, bound, whole(0));
        assertThat(sent()).isEqualTo(StaleAnswers.UNPROVEN_PARTS);

        answers.answer(nowNs, bound, whole(0));
        assertThat(sent()).as("not so often").isZero();

        answers.answer(nowNs, bound, whole(pairs.proof));
        assertThat(sent()).isEqualTo(StaleAnswers.PARTS);
    }

    @Test
    void whatWaitsForAnAddressDoesNotSayWhatProvesAnother() {
        asks(CHILD, 1, 0);
        path.set(Path.Channel.UNICAST, 0, 99, 7_000);
        asks(CHILD, 2, 0);

        poll();
        int first = pairs.proof;
        poll();

        assertThat(pairs.proof).isNotEqualTo(first);
    }

    @Test
    void aForgedRequestIsNotAnsweredAndDoesNotTakeTheTurnOfATrueOne() {
        pairs.refusal = DropReason.BAD_ICV;
        assertThat(asksAt(nowNs, CHILD, 1_000, 0)).isFalse();

        pairs.refusal = null;
        assertThat(asksAt(nowNs, CHILD, 1, 0)).isTrue();
    }

    @Test
    void childrenWhoseIdsAreAlikeDoNotShareTheirTurns() {
        assertThat(asksAt(nowNs, CHILD, 1, 0)).isTrue();
        assertThat(asksAt(nowNs, CHILD + 1_024, 1, 0)).isTrue();

        assertThat(asksAt(nowNs, CHILD, 2, 0)).isFalse();
        assertThat(counters.get(DropReason.TOO_OFTEN)).isEqualTo(1);
    }

    @Test
    void noMoreChildrenAreKnownThanAParentMayHaveUntilTheTurnOfOneHasPassed() {
        for (int i = 0; i < StaleAnswers.MAX_ASKERS; i++) {
            asksAt(nowNs + i, 1_000 + i, 1, 0);
            sent();
        }
        nowNs += StaleAnswers.MAX_ASKERS;
        assertThat(asksAt(nowNs, CHILD, 1, 0)).isFalse();
        assertThat(counters.get(DropReason.NO_ROOM)).isEqualTo(1);

        assertThat(asks(CHILD, 1, 0)).as("later").isTrue();
        assertThat(asks(1_001, 1, 0)).as("still known").isFalse();
        assertThat(counters.get(DropReason.REPLAYED)).isEqualTo(1);
        assertThat(asks(1_000, 1, 0)).as("whose turn was the longest ago").isTrue();
    }

    @Test
    void aForgedRequestTakesNobodysPlace() {
        for (int i = 0; i < StaleAnswers.MAX_ASKERS; i++) {
            asksAt(nowNs + i, 1_000 + i, 1, 0);
            sent();
        }
        pairs.refusal = DropReason.BAD_ICV;
        assertThat(asks(CHILD, 1, 0)).isFalse();

        pairs.refusal = null;
        assertThat(asks(1_000, 1, 0)).as("still known").isFalse();
    }

    @Test
    void whatWaitsIsBoundedAndCounted() {
        for (int i = 0; i < StaleAnswers.MAX_WAITING + 5; i++) {
            asksAt(nowNs, 1_000 + i, 1, 0);
        }
        assertThat(counters.get(DropReason.NO_ROOM)).isEqualTo(5);
        assertThat(sent()).isEqualTo(StaleAnswers.MAX_WAITING);
    }

    /** At the child's next turn. */
    private boolean asks(int child, long counter, int echo) {
        nowNs += StaleAnswers.CHILD_NS;
        return asksAt(nowNs, child, counter, echo);
    }

    private boolean asksAt(long atNs, int child, long counter, int echo) {
        byte[] datagram = new byte[1_200];
        int length = whole(echo).write(datagram, 0);
        OuterHeader.writeSecurity(datagram, 0, KeyClass.STALE_PAIR.code(), Direction.UP.code(), -1, child, 1, counter);
        Ingress packet = new Ingress(counters, 1_200);
        assertThat(packet.accept(datagram, 0, length + HopKeys.ICV_LENGTH)).isTrue();
        return answers.onRequest(atNs, path, packet);
    }

    private static RekeyRequestMessage whole(int echo) {
        RekeyRequestMessage whole = new RekeyRequestMessage().layer(KeyLayer.TRANSPORT.code()).rekey(2).header(true)
                .echo(echo);
        whole.add(0, 0, RekeyRequestMessage.WHOLE_SLICE);
        return whole;
    }

    private int sent() {
        int parts = 0;
        while (poll()) {
            parts++;
        }
        return parts;
    }

    private boolean poll() {
        return answers.poll(nowNs, new Transmit(1_400));
    }

    private StaleAnswers answers() {
        FakeGroup group = new FakeGroup().add(new FakeGroup.Member(HEAD, FakeGroup.Role.REPAIR_HEAD, HEAD, List.of()));
        HopKeys keys = new FakeHopKeys(group, HEAD, Nodes.incarnation(HEAD, 1));
        RekeyStore store = new RekeyStore(keys, true, RekeyStore.DEFAULT_BYTES);
        KeptParts.header(store, 2, CHUNKS);
        KeptParts.slice(store, 2, 0, 0, 1, CHUNKS);
        SetUpdates updates = new SetUpdates(2, 2);
        TokenBucket unlimited = new TokenBucket(0, 0);
        RekeyServer server = new RekeyServer(updates, store, new ChildWants(counters), children.table(),
                keys.regionSealer(), unlimited, counters);
        return new StaleAnswers(keys, pairs, updates, server, expelled::contains, unlimited, counters,
                new EngineScratch());
    }

    private static final class Pairs implements StalePairs {

        private @Nullable DropReason refusal;
        private int proof;
        private int bytes;

        @Override
        public int sealRequest(int parent, byte[] datagram, int offset, int outerLength) {
            return outerLength;
        }

        @Override
        public @Nullable DropReason verifyRequest(int child, byte[] datagram, int offset, int outerLength) {
            return refusal;
        }

        @Override
        public int sealRekey(int child, long counter, byte[] datagram, int offset, int outerLength, int innerLength,
                byte[] digest, int digestOffset) {
            proof = (int) counter;
            bytes += innerLength;
            return outerLength + innerLength;
        }

        @Override
        public @Nullable DropReason verifyRekey(int parent, byte[] datagram, int offset, int outerLength,
                int innerLength) {
            return null;
        }
    }
}
