package io.trackmc.proto.testing;

import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receiver.ReceiverConfig;
import io.trackmc.proto.receiver.ReceiverEngine;
import io.trackmc.proto.repairhead.RepairHeadConfig;
import io.trackmc.proto.repairhead.RepairHeadEngine;
import io.trackmc.proto.sender.SenderConfig;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.testing.FakeGroup.Member;
import io.trackmc.proto.tree.ParentCandidate;
import io.trackmc.proto.wire.SessionRules;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A member that runs or not, with its engine and the application on top of it. */
public final class Node {

    private final FakeGroup group;
    private final Member member;
    private final ProtocolConfig config;
    private final List<EngineEvent> events = new ArrayList<>();
    private final List<byte[]> delivered = new ArrayList<>();
    private final Deque<byte[]> outgoing = new ArrayDeque<>();
    private int offered;
    private boolean closing;
    private boolean reading = true;
    private boolean explicitConfirm;
    private long lastSequence = Long.MAX_VALUE;
    private Incarnation after = Incarnation.ZERO;
    private SessionRules rules = SessionRules.DEFAULT;
    private int run;
    private @Nullable Engine engine;
    private @Nullable FakeHopKeys hopKeys;

    Node(FakeGroup group, Member member, ProtocolConfig config) {
        this.group = group;
        this.member = member;
        this.config = config;
    }

    public int id() {
        return member.id();
    }

    Member member() {
        return member;
    }

    public boolean isRunning() {
        return engine != null;
    }

    /** The running engine. */
    public Engine engine() {
        Engine running = engine;
        if (running == null) {
            throw new IllegalStateException("node " + id() + " is down");
        }
        return running;
    }

    public SenderEngine sender() {
        return (SenderEngine) engine();
    }

    public RepairHeadEngine repairHead() {
        return (RepairHeadEngine) engine();
    }

    public ReceiverEngine receiver() {
        return (ReceiverEngine) engine();
    }

    /** All events of all runs, oldest first. */
    public List<EngineEvent> events() {
        return events;
    }

    /** Events of one kind. */
    public <E extends EngineEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Messages that the application took, in order. */
    public List<byte[]> delivered() {
        return delivered;
    }

    public long count(CounterId id) {
        return engine().counters().get(id);
    }

    public long drops(DropReason reason) {
        return engine().counters().get(reason);
    }

    /** Whether the application takes messages. */
    public void reading(boolean takes) {
        reading = takes;
    }

    /** Makes the application of the next run confirm on its own. */
    public void confirmExplicitly() {
        explicitConfirm = true;
    }

    /** The next run of a source may seal no data above this sequence. */
    public void lastSequence(long sequence) {
        lastSequence = sequence;
    }

    /** What the next run of the sender decides for its session. */
    public void rules(SessionRules newRules) {
        rules = newRules;
    }

    /** The next run joins only sessions after this one. */
    public void after(Incarnation finished) {
        after = finished;
    }

    /** From now on the present run says that it has installed a later transport epoch. */
    public void installed(long epoch) {
        Objects.requireNonNull(hopKeys).installed(epoch);
    }

    /** Messages to offer as soon as there is room. */
    public void publish(List<byte[]> messages) {
        outgoing.addAll(messages);
    }

    /** Closes the session once everything is offered. */
    public void closeWhenOffered() {
        closing = true;
    }

    /** Present or last run. */
    public Incarnation incarnation() {
        return Nodes.incarnation(id(), run);
    }

    void start(long nowNs) {
        run++;
        SplittableRandom random = new SplittableRandom(id() * 1_000L + run);
        FakeHopKeys keys = new FakeHopKeys(group, id(), incarnation());
        hopKeys = keys;
        engine = switch (member.role()) {
            case SENDER -> {
                SenderEngine made = new SenderEngine(
                        keys, new FakeContent(incarnation(), lastSequence), new SenderConfig(Nodes.PORT, rules),
                        config);
                made.start(nowNs);
                yield made;
            }
            case REPAIR_HEAD -> {
                RepairHeadConfig place = new RepairHeadConfig(
                        group.source(), member.region(), homeRegion(), Nodes.PORT, candidates());
                RepairHeadEngine made = new RepairHeadEngine(keys, place, config, random);
                made.start(nowNs);
                yield made;
            }
            case RECEIVER -> {
                ReceiverConfig place = new ReceiverConfig(
                        group.source(), homeRegion(), candidates(), explicitConfirm, after);
                ReceiverEngine made = new ReceiverEngine(keys, new FakeContent(Incarnation.ZERO), place, config,
                        random);
                made.start(nowNs);
                yield made;
            }
        };
    }

    void crash() {
        engine = null;
        outgoing.clear();
        closing = false;
        offered = 0;
    }

    /** Lets the application act; returns whether it did something. */
    boolean work(long nowNs) {
        return switch (engine()) {
            case SenderEngine s -> offer(s, nowNs);
            case ReceiverEngine r -> reading && take(r, nowNs);
            default -> false;
        };
    }

    private boolean offer(SenderEngine sender, long nowNs) {
        boolean worked = false;
        while (!outgoing.isEmpty()) {
            byte[] message = outgoing.peek();
            int taken = sender.offer(message, 0, message.length, offered);
            if (taken < 0) {
                return worked;
            }
            worked = true;
            offered += taken;
            if (offered == message.length) {
                outgoing.poll();
                offered = 0;
            }
        }
        if (closing) {
            closing = false;
            sender.close(nowNs);
            worked = true;
        }
        return worked;
    }

    private boolean take(ReceiverEngine receiver, long nowNs) {
        long before = receiver.deliveredSequence();
        receiver.deliver(nowNs, this::keep, Integer.MAX_VALUE);
        return receiver.deliveredSequence() != before;
    }

    private boolean keep(long place, byte[] bytes, int offset, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(bytes, offset, copy, 0, length);
        delivered.add(copy);
        return true;
    }

    private int homeRegion() {
        return group.member(member.parents().getFirst()).region();
    }

    private List<ParentCandidate> candidates() {
        return member.parents().stream()
                .map(p -> new ParentCandidate(p, group.member(p).region(), null))
                .toList();
    }
}
