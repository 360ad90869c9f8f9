package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.rate.RateReport;
import io.trackmc.proto.rate.RttEstimator;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.receipt.ReceiptAccount;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.TrackMessage;
import org.jspecify.annotations.Nullable;

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
        LOST,
        /**
         * A repair head that was expelled, or has started again, while receivers were below it. Nothing comes from this run or goes to it; what it
         * reported last holds the window for a while, as if it had died, so that its orphans miss nothing on their way to other parents.
         */
        HELD
    }

    /** What answer a BindRequest or UnbindRequest of this child gets next. */
    enum Reply {
        NONE,
        BIND_CONFIRM,
        BIND_PENDING,
        UNBIND_ASKED,
        UNBIND_CONFIRM,
        EJECT_REQUEST,
        LEAVING_NOTICE
    }

    private final int id;
    private final int index;
    private final KeyClass pairClass;
    private final Incarnation incarnation;
    private final HopSealer down;
    private final HopVerifier up;
    private final RttEstimator rtt;
    private final ChildReport report = new ChildReport();
    private final RateReport rate = new RateReport();
    private long rateNs;
    private Endpoint endpoint;
    private Endpoint replyTo;
    private State state = State.PROVISIONAL;
    private Reply reply = Reply.NONE;
    private int bindSequence;
    private boolean wantsRegionKey;
    private long lastHeardNs;
    private long expiresNs = Deadlines.NONE;
    private int probes;
    private long lastProbeNs;
    private long progressNs;
    private long controlSentNs;
    private boolean controlSent;
    private Credibility credibility;
    private final Slowness slowness = new Slowness();
    private ChildNeeds needs = ChildNeeds.NONE;
    private long barredUntilNs = Deadlines.NONE;
    private TokenBucket repairBudget;
    private @Nullable Endpoint provenEndpoint;
    private @Nullable Endpoint challengedEndpoint;
    private int challenge;
    private long challengedNs;
    private @Nullable ReceiptAccount receipts;

    Child(
            int id,
            int index,
            KeyClass pairClass,
            Incarnation incarnation,
            Endpoint endpoint,
            HopSealer down,
            HopVerifier up,
            RttEstimator rtt,
            TokenBucket repairBudget) {
        this.id = id;
        this.index = index;
        this.pairClass = pairClass;
        this.incarnation = incarnation;
        this.endpoint = endpoint;
        this.replyTo = endpoint;
        this.credibility = new Credibility(isRepairHead());
        this.down = down;
        this.up = up;
        this.rtt = rtt;
        this.repairBudget = repairBudget;
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

    /** What it is. */
    BindRole role() {
        return isRepairHead() ? BindRole.REPAIR_HEAD : BindRole.RECEIVER;
    }

    public Incarnation incarnation() {
        return incarnation;
    }

    /** Where its newest packet under both incarnations came from; what it is sent goes there, except repairs. */
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

    /** Whether its newest BindRequest asked for the key of this parent's region. */
    boolean wantsRegionKey() {
        return wantsRegionKey;
    }

    void wantsRegionKey(boolean wanted) {
        wantsRegionKey = wanted;
    }

    /** The newest address that it has answered a challenge from; null before the first. Repairs go there. */
    public @Nullable Endpoint provenEndpoint() {
        return provenEndpoint;
    }

    /** Whether it has answered from where it was heard last. */
    boolean isProven() {
        return endpoint.equals(provenEndpoint);
    }

    /** Whether a challenge for its newest address has been made, so that Heartbeats to it alone carry that. */
    boolean isChallenged() {
        return endpoint.equals(challengedEndpoint);
    }

    /** Whether it was challenged within {@code withinNs}, wherever it was then. */
    boolean challengedWithin(long nowNs, long withinNs) {
        return challengedEndpoint != null && nowNs - challengedNs < withinNs;
    }

    /** Notes that it is challenged now, with another number if it is at another address. */
    void challenged(long nowNs, int newChallenge) {
        challenge = isChallenged() ? challenge : newChallenge;
        challengedEndpoint = endpoint;
        challengedNs = nowNs;
    }

    int challenge() {
        return challenge;
    }

    /** Takes the timestamp that a Track echoed; whether it is a challenge and no time. */
    boolean echoed(int timestamp) {
        if (challengedEndpoint == null || timestamp != challenge) {
            return false;
        }
        if (isChallenged()) {
            provenEndpoint = endpoint;
        }
        return true;
    }

    /** What it may still ask for. */
    public TokenBucket repairBudget() {
        return repairBudget;
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

    /** Takes what a Track says of the slowest path in its subtree; a receiver speaks for itself alone. */
    void takeRate(long nowNs, TrackMessage track) {
        int limiter = isRepairHead() || track.allowedRate() == 0 ? track.limiter() : id;
        rate.set(track.allowedRate(), limiter, track.limiterRtt(), track.lossInterval());
        rateNs = nowNs;
    }

    /** What it says of the slowest path in its subtree. */
    public RateReport rate() {
        return rate;
    }

    /** When it said that. */
    public long rateNs() {
        return rateNs;
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

    /** Whether it is gone and what it reported last still holds the window. */
    public boolean isHeld() {
        return state == State.HELD;
    }

    /** Whether receivers are below it who have to find another parent when it goes. */
    boolean leavesOrphans() {
        return isRepairHead() && report.receiverCount() > 0;
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

    /** When a child that is not BOUND is given up, forgotten, or no longer waited for. */
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

    /** Whether it is believed when it calls an INNER bad. */
    public Credibility credibility() {
        return credibility;
    }

    /** How long it has held the source back. */
    Slowness slowness() {
        return slowness;
    }

    /** What it has needed of its parent so far. */
    public ChildNeeds needs() {
        return needs;
    }

    /** It had less room than all the others for so long. */
    public void wasSlowest(long forNs) {
        countedNeeds().addSlowest(forNs);
    }

    /** The same to count in. Most children never ask, so there are none before the first count. */
    ChildNeeds countedNeeds() {
        if (needs == ChildNeeds.NONE) {
            needs = new ChildNeeds();
        }
        return needs;
    }

    /** It held the group back and is sent away: it may not be bound again until then. */
    void bar(long untilNs) {
        barredUntilNs = untilNs;
    }

    /** Whether it was sent away as too slow and must stay away. */
    boolean isBarred(long nowNs) {
        return barredUntilNs != Deadlines.NONE && !Deadlines.isDue(barredUntilNs, nowNs);
    }

    /** Whether that is why it is sent away. */
    boolean wasTooSlow() {
        return barredUntilNs != Deadlines.NONE;
    }

    /** What it has confirmed, for receipts; null where nobody keeps any, or before it has counted. */
    @Nullable
    ReceiptAccount receipts() {
        return receipts;
    }

    void receipts(@Nullable ReceiptAccount account) {
        receipts = account;
    }

    /** Takes over what is to be remembered of an earlier entry of this child. */
    void inherit(Child earlier) {
        credibility = earlier.credibility;
        repairBudget = earlier.repairBudget;
        needs = earlier.needs;
    }
}
