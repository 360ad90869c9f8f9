package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.rate.RttEstimator;
import io.trackmc.proto.time.Deadlines;

/** One run of one child at its parent: keys, address, state, its last report and what it is owed. */
public final class Child {

    /** States of a child. */
    public enum State {
        /** Its BindRequest was authentic; nothing has come yet under both incarnations, so nothing depends on it. */
        PROVISIONAL,
        /** Counted in every minimum and sum. */
        BOUND,
        /** Has unbound or was sent away; kept for a while to answer what it still sends. */
        LEFT,
        /** Given up, or never heard after its request; kept for a while, because its next packet brings it back. */
        LOST
    }

    /** What answer a BindRequest or UnbindRequest of this child gets next. */
    enum Reply {
        NONE,
        BIND_CONFIRM,
        BIND_PENDING,
        UNBIND_ASKED,
        UNBIND_CONFIRM,
        EJECT_REQUEST
    }

    private final int id;
    private final int index;
    private final KeyClass pairClass;
    private final Incarnation incarnation;
    private final HopSealer down;
    private final HopVerifier up;
    private final RttEstimator rtt;
    private final ChildReport report = new ChildReport();
    private Endpoint endpoint;
    private Endpoint replyTo;
    private State state = State.PROVISIONAL;
    private Reply reply = Reply.NONE;
    private int bindSequence;
    private long lastHeardNs;
    private long expiresNs = Deadlines.NONE;
    private int probes;
    private long lastProbeNs;
    private long progressNs;
    private long controlSentNs;
    private boolean controlSent;
    private int falseAlarms;

    Child(
            int id,
            int index,
            KeyClass pairClass,
            Incarnation incarnation,
            Endpoint endpoint,
            HopSealer down,
            HopVerifier up,
            RttEstimator rtt) {
        this.id = id;
        this.index = index;
        this.pairClass = pairClass;
        this.incarnation = incarnation;
        this.endpoint = endpoint;
        this.replyTo = endpoint;
        this.down = down;
        this.up = up;
        this.rtt = rtt;
    }

    public int id() {
        return id;
    }

    /** Place in the table: phase of its Tracks and scope of its repairs. */
    public int index() {
        return index;
    }

    public KeyClass pairClass() {
        return pairClass;
    }

    /** Whether it is a repair head; else a receiver. */
    public boolean isRepairHead() {
        return pairClass == KeyClass.INTERIOR_PAIR;
    }

    public Incarnation incarnation() {
        return incarnation;
    }

    /** Where its newest packet under both incarnations came from; what it is sent goes there. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** Where its newest BindRequest came from; only the answer goes there, for the request may be a replay. */
    Endpoint replyTo() {
        return replyTo;
    }

    void replyTo(Endpoint source) {
        replyTo = source;
    }

    void endpoint(Endpoint newEndpoint) {
        endpoint = newEndpoint;
    }

    /** Seals what goes down to this child alone. */
    public HopSealer down() {
        return down;
    }

    /** Verifies what it sends up. */
    public HopVerifier up() {
        return up;
    }

    /** Round-trip time between parent and child. */
    public RttEstimator rtt() {
        return rtt;
    }

    public ChildReport report() {
        return report;
    }

    public State state() {
        return state;
    }

    void state(State newState) {
        state = newState;
    }

    public boolean isBound() {
        return state == State.BOUND;
    }

    Reply reply() {
        return reply;
    }

    void reply(Reply newReply) {
        reply = newReply;
    }

    int bindSequence() {
        return bindSequence;
    }

    void bindSequence(int sequence) {
        bindSequence = sequence;
    }

    void heard(long nowNs) {
        lastHeardNs = nowNs;
        probes = 0;
    }

    long lastHeardNs() {
        return lastHeardNs;
    }

    /** When a child that is not BOUND is given up or forgotten. */
    long expiresNs() {
        return expiresNs;
    }

    void expiresNs(long deadlineNs) {
        expiresNs = deadlineNs;
    }

    /** Probes since it was last heard. */
    public int probes() {
        return probes;
    }

    long lastProbeNs() {
        return lastProbeNs;
    }

    void probed(long nowNs) {
        probes++;
        lastProbeNs = nowNs;
    }

    /** Notes that its cumAck rose. */
    void progressed(long nowNs) {
        progressNs = nowNs;
    }

    /** When its cumAck rose last. */
    long progressNs() {
        return progressNs;
    }

    /** Whether the newest control record was sent to it within {@code withinNs}. */
    boolean controlSentWithin(long nowNs, long withinNs) {
        return controlSent && nowNs - controlSentNs < withinNs;
    }

    void controlSent(long nowNs) {
        controlSent = true;
        controlSentNs = nowNs;
    }

    /** Notes that it called an INNER bad that is not. */
    public void raisedFalseAlarm() {
        falseAlarms++;
    }

    /** How often it called an INNER bad that was not. */
    public int falseAlarms() {
        return falseAlarms;
    }
}
