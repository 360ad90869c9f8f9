package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineEvent.ChildLoss;
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
import io.trackmc.proto.testing.Effects;
import io.trackmc.proto.testing.FakeGroup.Member;
import io.trackmc.proto.testing.FakeGroup.Role;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.MicroClock;
import io.trackmc.proto.window.ControlRecord;
import io.trackmc.proto.window.InnerStore;
import io.trackmc.proto.wire.BindRequestMessage;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.EmptyMessage;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.Message;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.proto.wire.TrackMessage;
import io.trackmc.proto.wire.UnbindReason;
import io.trackmc.proto.wire.UnbindRequestMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.agrona.collections.IntHashSet;
import org.jspecify.annotations.Nullable;

/** The real region of a parent, with children whose packets a test writes under their true keys. */
final class RegionFixture implements RegionOwner {

    static final int PARENT = 1;
    static final int ANN = 100;
    static final int BOB = 101;
    static final int HEAD = 10;
    static final long MS = 1_000_000;
    static final int DATAGRAM_BYTES = 1408;

    final Counters counters = new Counters();
    final EventQueue events = new EventQueue(counters);
    final SessionState session = new SessionState();
    final ProtocolConfig config;
    final InnerStore store;
    final ControlRecord control = new ControlRecord(DATAGRAM_BYTES);
    final Region region;
    final List<String> log = new ArrayList<>();
    final List<Sent> sent = new ArrayList<>();
    long nowNs = Overflow.in(30 * MS);

    private final Map<Incarnation, Integer> bindSequences = new HashMap<>();
    private final FakeGroup group = new FakeGroup().add(new Member(PARENT, Role.SENDER, 0, List.of()));
    private final Effects effects = new Effects();
    private final Ingress packet = new Ingress(counters, DATAGRAM_BYTES);
    private final Path path = new Path();
    private final Transmit out = new Transmit(DATAGRAM_BYTES);
    private final Map<String, HopKeys> childKeys = new HashMap<>();
    private final IntHashSet expelled = new IntHashSet();
    private byte[] newest = new byte[0];

    RegionFixture(int maxChildren) {
        this(maxChildren, TenantLimits.NONE);
    }

    RegionFixture(int maxChildren, TenantLimits limits) {
        config = ProtocolConfig.lan().withSizes(DATAGRAM_BYTES, 64, maxChildren);
        store = new InnerStore(config.storePackets(), DATAGRAM_BYTES);
        for (int id = ANN; id < ANN + 100; id++) {
            group.add(new Member(id, Role.RECEIVER, 0, List.of(PARENT)));
        }
        group.add(new Member(HEAD, Role.REPAIR_HEAD, HEAD, List.of(PARENT)));
        HopKeys keys = new FakeHopKeys(group, PARENT, run(PARENT, 1));
        session.open(PARENT, run(PARENT, 1), SessionRules.DEFAULT);
        session.place(0);
        region = new Region(
                keys, 0, Nodes.PORT, limits, config, session, store, control, this, events, counters, new MicroClock(),
                new EngineScratch());
        region.expelled(expelled::contains);
        region.start(nowNs);
        poll();
        log.clear();
    }

    static Incarnation run(int id, int run) {
        return Nodes.incarnation(id, run);
    }

    RegionFixture request(int child, int run, int bindSequence) {
        return request(child, run, bindSequence, 0);
    }

    RegionFixture request(int child, int run, int bindSequence, long needed) {
        BindRequestMessage m = new BindRequestMessage().incarnationTail(run(child, run).low())
                .bindSequence(bindSequence)
                .role(child == HEAD ? BindRole.REPAIR_HEAD : BindRole.RECEIVER).level(128).receiverCount(1)
                .neededSequence(needed).transportEpoch(5);
        bindSequences.put(run(child, run), bindSequence);
        return take(child, m, keys(child, run).bindRequestSealer(PARENT), Nodes.endpoint(child).port());
    }

    RegionFixture track(int child, int run) {
        return up(child, run, new TrackMessage().cumAck(3).subtreeCumAck(3).highestAllowed(67).subtreeConfirmed(2)
                .receiverCount(1).slowest(child).transportEpoch(5).contentEpoch(3));
    }

    RegionFixture unbind(int child, int run) {
        return up(child, run, goodBye(child, run).reason(UnbindReason.SESSION_DONE).completeCount(1));
    }

    RegionFixture askToUnbind(int child, int run) {
        return up(child, run, goodBye(child, run).ask(true).reason(UnbindReason.SESSION_DONE).completeCount(1));
    }

    private UnbindRequestMessage goodBye(int child, int run) {
        return new UnbindRequestMessage().bindSequence(bindSequences.getOrDefault(run(child, run), 1));
    }

    /** A message of a child under both incarnations. */
    RegionFixture up(int child, int run, Message message) {
        return take(child, message, keys(child, run).upSealer(PARENT, run(PARENT, 1)), Nodes.PORT);
    }

    /** The same, if that run of the child is bound. */
    RegionFixture upIfBound(int child, int run, Message message) {
        Child known = region.children().find(child, run(child, run).high());
        return known == null || !known.isBound() ? this : up(child, run, message);
    }

    RegionFixture ejectConfirm(int child, int run) {
        byte[] bytes = new byte[DATAGRAM_BYTES];
        HopSealer sealer = keys(child, run).upSealer(PARENT, run(PARENT, 1));
        int length = sealer.seal(bytes, 0, EmptyMessage.write(bytes, 0, MessageType.EJECT_CONFIRM));
        return deliver(java.util.Arrays.copyOf(bytes, length));
    }

    /** The same from another address. */
    RegionFixture upFrom(int port, int child, int run, Message message) {
        return take(child, message, keys(child, run).upSealer(PARENT, run(PARENT, 1)), port);
    }

    /** The child answers the newest Heartbeat to it alone, from an address. */
    RegionFixture answersFrom(int port, int child, int run) {
        HeartbeatMessage challenge = sent.stream()
                .filter(p -> p.is(MessageType.HEARTBEAT) && p.isUnicast() && p.to() == child).toList()
                .getLast().as(new HeartbeatMessage());
        return upFrom(port, child, run, new TrackMessage().heartbeatEcho(challenge.timestamp(), 0));
    }

    /** A child that counts and has shown where it is. */
    RegionFixture proven(int child, int run) {
        return bound(child, run).answersFrom(Nodes.PORT, child, run);
    }

    /** The newest packet once more. */
    RegionFixture again() {
        return deliver(newest);
    }

    /** A packet of a child that the key of nobody has sealed. */
    RegionFixture forged(int child, int run) {
        byte[] bytes = new byte[DATAGRAM_BYTES];
        HopSealer sealer = keys(child, run).upSealer(PARENT, run(PARENT, 1));
        int length = sealer.seal(bytes, 0, new TrackMessage().write(bytes, 0));
        bytes[length - 1] ^= 1;
        return deliver(java.util.Arrays.copyOf(bytes, length));
    }

    /** A rekey says that a node is expelled. */
    RegionFixture expel(int id) {
        expelled.add(id);
        region.expel(nowNs, id);
        return poll();
    }

    RegionFixture bound(int child, int run) {
        return request(child, run, 1).track(child, run);
    }

    /** Lets time pass, deadline by deadline. */
    RegionFixture after(long ms) {
        long untilNs = nowNs + ms * MS;
        while (region.nextDeadlineNs() != Deadlines.NONE && region.nextDeadlineNs() - untilNs <= 0) {
            if (region.nextDeadlineNs() - nowNs > 0) {
                nowNs = region.nextDeadlineNs();
            }
            region.onTimeout(nowNs);
            poll();
        }
        nowNs = untilNs;
        return this;
    }

    /** Sends what is due. */
    RegionFixture poll() {
        while (region.pollControl(nowNs, out) || region.pollRepair(nowNs, out)) {
            Sent packetSent = Sent.of(PARENT, out, 0);
            sent.add(packetSent);
            if (!packetSent.is(MessageType.ADVERTISE) && !isPlainHeartbeat(packetSent)) {
                log.add("sends " + packetSent);
            }
        }
        events.drain(this::note, 10_000);
        return this;
    }

    /** Puts a packet into the store. */
    RegionFixture store(long sequence) {
        InnerHeader.write(store.claim(sequence), 0, InnerHeader.SUITE_AES_256_GCM, InnerHeader.STREAM_DATA,
                InnerHeader.TYPE_MESSAGES, 1, PARENT, run(PARENT, 1).high(), sequence, 0);
        store.commit(sequence, InnerHeader.LENGTH + InnerHeader.TAG_LENGTH);
        session.highestSequence(sequence);
        return this;
    }

    List<String> report(int child) {
        poll();
        List<String> lines = new ArrayList<>();
        lines.add(describe(child));
        lines.addAll(log);
        log.clear();
        lines.addAll(effects.drops(counters));
        lines.add("children " + region.children().boundCount() + ", complete " + region.tally().complete() + ", failed "
                + region.tally().failed());
        return lines;
    }

    private String describe(int id) {
        return state(region.children().settled(id)) + state(region.children().provisional(id));
    }

    private static String state(@Nullable Child child) {
        return child == null
                ? "-"
                : "[" + child.state() + " run " + (child.incarnation().high() - run(child.id(), 0).high()) + "]";
    }

    private static boolean isPlainHeartbeat(Sent p) {
        return p.is(MessageType.HEARTBEAT) && !p.toString().contains("probes");
    }

    private HopKeys keys(int child, int run) {
        return childKeys.computeIfAbsent(child + "/" + run, k -> new FakeHopKeys(group, child, run(child, run)));
    }

    private RegionFixture take(int child, Message message, HopSealer sealer, int port) {
        byte[] bytes = new byte[DATAGRAM_BYTES];
        int length = sealer.seal(bytes, 0, message.write(bytes, 0));
        path.set(Path.Channel.UNICAST, Nodes.endpoint(child).high(), Nodes.endpoint(child).low(), port);
        return deliver(java.util.Arrays.copyOf(bytes, length));
    }

    private RegionFixture deliver(byte[] bytes) {
        newest = bytes;
        if (packet.accept(bytes, 0, bytes.length)) {
            if (packet.type() == MessageType.BIND_REQUEST) {
                region.onBindRequest(nowNs, path, packet);
            } else {
                region.onUp(nowNs, path, packet);
            }
        }
        return poll();
    }

    private void note(EngineEvent event) {
        log.add("reports " + event);
    }

    @Override
    public void onChildBound(long now, Child child) {
        log.add("calls onChildBound");
    }

    @Override
    public void onChildGone(long now, Child child, ChildLoss why) {
        log.add("calls onChildGone " + why + ", still bound " + region.children().boundCount());
    }

    @Override
    public void onTrack(long now, Child child, TrackMessage track) {
        log.add("calls onTrack");
    }

    @Override
    public void otherParents(long nowNs, BindRole child, IntConsumer each) {
        // Hears no other parent.
    }

    @Override
    public void onMissing(long now, Child child, long first, long last) {
        log.add("calls onMissing " + first + ".." + last);
    }

    @Override
    public void onBad(long now, Child child, long sequence, byte[] digest) {
        log.add("calls onBad " + sequence);
    }

    @Override
    public void onRekeyRequest(long now, Child child, Ingress request) {
        log.add("calls onRekeyRequest");
    }
}
