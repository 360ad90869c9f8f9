package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.testing.Effects;
import io.trackmc.proto.testing.FakeGroup.Member;
import io.trackmc.proto.testing.FakeGroup.Role;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.Snapshot;
import io.trackmc.proto.testing.StateTable;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.AdvertiseMessage;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindPendingMessage;
import io.trackmc.proto.wire.BindRejectMessage;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.EjectReason;
import io.trackmc.proto.wire.Message;
import io.trackmc.proto.wire.UnbindReason;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every state of a child towards its parents, and every event. */
class BindClientTableTest {

    private static final int PRIMARY = 1;
    private static final int BACKUP = 2;
    private static final int STRANGER = 3;
    private static final int CHILD = 100;
    private static final long MS = 1_000_000;
    private static final Incarnation SOURCE = Nodes.incarnation(PRIMARY, 5);
    private static final Incarnation EARLIER_SOURCE = Nodes.incarnation(PRIMARY, 4);

    @Test
    void shouldActAsTheTableSays() {
        StateTable<Fixture> table = new StateTable<>(Fixture::report)
                .state("IDLE", Fixture::new)
                .state("SEARCHING", () -> new Fixture().start())
                .state("BINDING", () -> new Fixture().start().advertised(PRIMARY))
                .state("BOUND", BindClientTableTest::bound)
                .state("UNBINDING, asks", () -> bound().leave())
                .state("UNBINDING", () -> bound().leave().unbindConfirmed(true))
                .state("UNBOUND", () -> bound().leave().unbindConfirmed(true).unbindConfirmed(false));
        addTo(table);

        Snapshot.check("bind-client", table.print());
    }

    private static void addTo(StateTable<Fixture> table) {
        table.event("start", Fixture::start)
                .event("Advertise of the primary", f -> f.advertised(PRIMARY))
                .event("Advertise of the backup", f -> f.advertised(BACKUP))
                .event("Advertise of the backup after the grace of the primary",
                        f -> f.advertised(BACKUP).wait(600).advertised(BACKUP))
                .event("Advertise of a node that is no candidate", f -> f.advertised(STRANGER))
                .event("forged Advertise", f -> f.forgedAdvertise())
                .event("Confirm", f -> f.confirm(PRIMARY, f.attempt(), SOURCE, m -> {}))
                .event("Confirm of an earlier attempt", f -> f.confirm(PRIMARY, f.attempt() - 1, SOURCE, m -> {}))
                .event("Confirm of a parent that was not asked", f -> f.confirm(BACKUP, f.attempt(), SOURCE, m -> {}))
                .event("Confirm of a parent below this child",
                        f -> f.confirm(PRIMARY, f.attempt(), SOURCE, m -> m.addAncestor(CHILD)))
                .event("Confirm of a session that is over for this child", f -> {
                    f.client.sessionFinished(SOURCE);
                    f.confirm(PRIMARY, f.attempt(), EARLIER_SOURCE, m -> {});
                })
                .event("Confirm of an earlier session than this child was in",
                        f -> {
                            f.confirm(PRIMARY, f.attempt(), SOURCE, m -> {});
                            f.client.sourceProven();
                            f.silence(1_000);
                            f.confirm(BACKUP, f.attempt(), EARLIER_SOURCE, m -> {});
                        })
                .event("Confirm of an earlier session than a lost parent said",
                        f -> {
                            f.confirm(PRIMARY, f.attempt(), SOURCE, m -> {}).silence(1_000);
                            f.confirm(BACKUP, f.attempt(), EARLIER_SOURCE, m -> {});
                        })
                .event("forged Confirm", f -> f.forgedConfirm())
                .event("Reject", f -> f.reject(f.attempt()))
                .event("Reject of an earlier attempt", f -> f.reject(f.attempt() - 1))
                .event("Pending", f -> f.pending())
                .event("EjectRequest under the pair key",
                        f -> f.client.onEjected(f.nowNs, EjectReason.PARENT_FAILED, 0))
                .event("EjectRequest of a parent that leaves",
                        f -> f.client.onEjected(f.nowNs, EjectReason.PARENT_LEAVING, 0))
                .event("EjectRequest of a child that was too slow",
                        f -> f.client.onEjected(f.nowNs, EjectReason.CHILD_TOO_SLOW, 0))
                .event("the parent's path leads through this child", f -> f.client.onLoop(f.nowNs))
                .event("leave", Fixture::leave)
                .event("leave with nothing to hand over", Fixture::leaveEmpty)
                .event("UnbindConfirm", f -> f.unbindConfirmed(false))
                .event("UnbindConfirm of an UnbindRequest that asks", f -> f.unbindConfirmed(true))
                .event("restart", f -> f.client.restart(f.nowNs, 0))
                .event("its deadline comes", f -> f.deadlines(1))
                .event("its deadline comes ten times", f -> f.deadlines(10))
                .event("nothing is heard for a second", f -> f.silence(1_000));
    }

    private static Fixture bound() {
        Fixture f = new Fixture().start().advertised(BACKUP).advertised(PRIMARY);
        f.confirm(PRIMARY, f.attempt(), SOURCE, m -> {});
        return f;
    }

    /** A client with one primary and one backup, and both of their keys. */
    private static final class Fixture implements BindListener {

        @Override
        public FarewellCounts toldCounts() {
            return FarewellCounts.NONE;
        }

        private final FakeGroup group = new FakeGroup().add(new Member(PRIMARY, Role.SENDER, 0, List.of()))
                .add(new Member(BACKUP, Role.REPAIR_HEAD, 2, List.of(PRIMARY)))
                .add(new Member(STRANGER, Role.REPAIR_HEAD, 3, List.of(PRIMARY)))
                .add(new Member(CHILD, Role.RECEIVER, 0, List.of(PRIMARY, BACKUP)));
        private final Counters counters = new Counters();
        private final EventQueue events = new EventQueue(counters);
        private final Effects effects = new Effects();
        private final List<String> calls = new ArrayList<>();
        private final Ingress packet = new Ingress(counters, 1408);
        private final Transmit out = new Transmit(1408);
        private final Path path = new Path();
        private final BindClient client;
        private long nowNs = Overflow.in(30 * MS);
        private int attempt;
        private long sealed;

        Fixture() {
            HopKeys keys = new FakeHopKeys(group, CHILD, Nodes.incarnation(CHILD, 1));
            BindSettings settings = new BindSettings(
                    BindRole.RECEIVER, 0,
                    List.of(new ParentCandidate(PRIMARY, 0, null), new ParentCandidate(BACKUP, 2, null)),
                    ProtocolConfig.lan().tree(), false);
            client = new BindClient(keys, settings, this, events, counters, new SplittableRandom(1),
                    new EngineScratch());
        }

        Fixture start() {
            client.start(nowNs);
            return polled();
        }

        Fixture wait(int ms) {
            nowNs += ms * MS;
            return this;
        }

        Fixture advertised(int parent) {
            return take(parent, advertise(parent), keys(parent).dataSealer());
        }

        Fixture forgedAdvertise() {
            // Under the key of another run than it says.
            HopKeys other = new FakeHopKeys(group, PRIMARY, new Incarnation(Nodes.incarnation(PRIMARY, 1).high(), 99));
            return take(PRIMARY, advertise(PRIMARY), other.dataSealer());
        }

        Fixture confirm(int parent, int bindSequence, Incarnation source, Consumer<BindConfirmMessage> more) {
            BindConfirmMessage m = new BindConfirmMessage().bindSequence(Math.max(1, bindSequence))
                    .incarnationTail(Nodes.incarnation(parent, 1).low()).level(0).sourceId(PRIMARY)
                    .sourceIncarnationHigh(source.high()).sourceIncarnationLow(source.low()).lowestRepairable(1);
            more.accept(m);
            return take(parent, m, down(parent));
        }

        Fixture forgedConfirm() {
            BindConfirmMessage m = new BindConfirmMessage().bindSequence(Math.max(1, attempt())).sourceId(PRIMARY)
                    .sourceIncarnationHigh(SOURCE.high()).lowestRepairable(1);
            return take(PRIMARY, m, down(PRIMARY));
        }

        Fixture reject(int bindSequence) {
            return take(PRIMARY, new BindRejectMessage().bindSequence(Math.max(1, bindSequence))
                    .incarnationTail(Nodes.incarnation(PRIMARY, 1).low()).reason(BindRejectReason.NO_ROOM),
                    down(PRIMARY));
        }

        Fixture pending() {
            return take(PRIMARY, new BindPendingMessage().bindSequence(Math.max(1, attempt()))
                    .incarnationTail(Nodes.incarnation(PRIMARY, 1).low()).retryAfter(200_000), down(PRIMARY));
        }

        Fixture leave() {
            client.leave(nowNs, UnbindReason.SESSION_DONE, new FarewellCounts(1, 0, 0));
            return polled();
        }

        Fixture leaveEmpty() {
            client.leave(nowNs, UnbindReason.APPLICATION, FarewellCounts.NONE);
            return polled();
        }

        Fixture unbindConfirmed(boolean asked) {
            client.onUnbindConfirm(nowNs, asked);
            return polled();
        }

        void deadlines(int times) {
            for (int i = 0; i < times && client.nextDeadlineNs() != Deadlines.NONE; i++) {
                nowNs = client.nextDeadlineNs();
                client.onTimeout(nowNs);
                polled();
            }
        }

        void silence(int ms) {
            nowNs += ms * MS;
            client.onTimeout(nowNs);
            polled();
        }

        int attempt() {
            return attempt;
        }

        List<String> report() {
            polled();
            List<String> lines = new ArrayList<>();
            ParentBond bond = client.bond();
            lines.add(client.state() + (bond == null ? "" : " to " + bond.parent()));
            lines.addAll(calls);
            calls.clear();
            lines.addAll(effects.drops(counters));
            return lines;
        }

        private Fixture polled() {
            while (client.poll(nowNs, out)) {
                Sent sent = Sent.of(CHILD, out, 0);
                calls.add("sends " + sent);
                if (sent.is(io.trackmc.proto.wire.MessageType.BIND_REQUEST)) {
                    attempt = sent.as(new io.trackmc.proto.wire.BindRequestMessage()).bindSequence();
                }
            }
            events.drain(this::note, 100);
            return this;
        }

        private void note(EngineEvent event) {
            calls.add("reports " + event);
        }

        private Fixture take(int from, Message message, HopSealer sealer) {
            byte[] bytes = new byte[1408];
            int length = sealer.seal(bytes, 0, message.write(bytes, 0));
            path.set(Path.Channel.UNICAST, Nodes.endpoint(from).high(), Nodes.endpoint(from).low(), Nodes.PORT);
            if (packet.accept(bytes, 0, length)) {
                if (message instanceof AdvertiseMessage) {
                    client.onAdvertise(nowNs, path, packet);
                } else {
                    client.onBindReply(nowNs, path, packet);
                }
            }
            return polled();
        }

        private AdvertiseMessage advertise(int parent) {
            return new AdvertiseMessage().incarnationTail(Nodes.incarnation(parent, 1).low()).region(parent)
                    .unicastPort(Nodes.PORT).level(parent == PRIMARY ? 0 : 1).receiverSlots(5).repairHeadSlots(5);
        }

        /** Its counters go on from packet to packet. */
        private HopKeys keys(int parent) {
            return new FakeHopKeys(group, parent, Nodes.incarnation(parent, 1), sealed++);
        }

        private HopSealer down(int parent) {
            return keys(parent).downSealer(CHILD, KeyClass.LEAF_PAIR, Nodes.incarnation(CHILD, 1));
        }

        @Override
        public void onBound(long now, ParentBond bond, BindConfirmMessage confirm) {
            calls.add("calls onBound");
        }

        @Override
        public void onSourceCounter(int spi, long counter) {
            // Only the role knows the source's channel.
        }

        @Override
        public void onParentLost(long now) {
            calls.add("calls onParentLost");
        }

        @Override
        public void onUnbound(long now) {
            calls.add("calls onUnbound");
        }

        @Override
        public long oldestNeeded() {
            return 7;
        }

        @Override
        public int receiverCount() {
            return 1;
        }
    }
}
