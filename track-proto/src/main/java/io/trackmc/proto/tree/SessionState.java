package io.trackmc.proto.tree;

import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.seq.SequenceNumbers;
import io.trackmc.proto.wire.ContentEpochFields;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.SessionRules;

/**
 * What a parent knows of the session and tells its children in Heartbeat and BindConfirm. Owned and kept current by a role
 * engine; single-threaded.
 */
public final class SessionState {

    /** Level of a node that is not connected to the sender (TREE BB §7). */
    public static final int DISCONNECTED = 128;

    /** Most ancestors that are told of; a tree is not deeper. */
    public static final int MAX_ANCESTORS = 32;

    private static final long NOT_KNOWN = -1;

    private boolean open;
    private int source;
    private Incarnation incarnation = Incarnation.ZERO;
    private int level = DISCONNECTED;
    private final int[] ancestors = new int[MAX_ANCESTORS];
    private int ancestorCount;
    private long highestSequence;
    private long highestReleased;
    private long lowestRepairable = 1;
    private boolean closed;
    private long closeSequence;
    private boolean whole;
    private int sourceSpi;
    private long sourceCounter;
    private SessionRules rules = SessionRules.DEFAULT;
    private boolean started;
    private long senderRttNs = NOT_KNOWN;
    private long transportRekey;
    private long contentRekey;
    private long contentEpoch;
    private long contentFirst;
    private long contentFirstOfPrevious;

    /** First sequence of a repair head that joins now: what all who are there have is of no use any more. */
    public static long firstForRepairHead(long lowestRepairable, long highestReleased) {
        return Math.max(lowestRepairable, highestReleased + 1);
    }

    /** Begins a session of a source; forgets the one before. */
    public void open(int sourceId, Incarnation sourceIncarnation, SessionRules sourceRules) {
        open = true;
        rules = sourceRules;
        started = false;
        source = sourceId;
        incarnation = sourceIncarnation;
        highestSequence = 0;
        highestReleased = 0;
        lowestRepairable = 1;
        closed = false;
        closeSequence = 0;
        whole = false;
        sourceSpi = 0;
        sourceCounter = 0;
        contentEpoch = 0;
        contentFirst = 0;
        contentFirstOfPrevious = 0;
    }

    /**
     * The source, or who has it from there under pair keys, says which content epoch is in use, and where that and the one before begin. The last
     * word counts, also when it is of an earlier epoch: what a parent has made up, or has from one that did, is over with that parent.
     *
     * @param epoch 0 when it is not known, or when there are no content epochs; then nothing begins anywhere
     */
    public void content(long epoch, long first, long firstOfPrevious) {
        contentEpoch = epoch;
        contentFirst = epoch == 0 ? 0 : first;
        contentFirstOfPrevious = epoch == 0 ? 0 : firstOfPrevious;
    }

    /** The same as a message says it. */
    public void content(ContentEpochFields told) {
        content(told.epoch(), told.first(), told.firstOfPrevious());
    }

    /** Writes where content epochs begin into a message. */
    public void fillContent(ContentEpochFields into) {
        into.set(contentEpoch, contentFirst, contentFirstOfPrevious);
    }

    /** First sequence of the content epoch in use, as far as is known; 0 not known. */
    public long contentFirst() {
        return contentFirst;
    }

    /** Sets the place in the tree: level 0 and no ancestors at the sender. */
    public void place(int newLevel) {
        level = newLevel;
        ancestorCount = 0;
    }

    /** Appends an ancestor, nearest first; further ones than fit are left out. */
    public void addAncestor(int id) {
        if (ancestorCount < MAX_ANCESTORS) {
            ancestors[ancestorCount++] = id;
        }
    }

    /** Round-trip time to the sender over the tree: 0 at the sender itself, below 0 when it is not known. */
    public long senderRttNs() {
        return level == 0 ? 0 : senderRttNs;
    }

    /** The parent says how long it takes to the sender and back. */
    public void senderRtt(long rttNs) {
        senderRttNs = rttNs;
    }

    /** The path to the sender is another one, or there is none. */
    public void forgetSenderRtt() {
        senderRttNs = NOT_KNOWN;
    }

    /** Newest rekeys of both layers that this parent has; not of the session, but told with it. */
    public void rekeys(long newestTransport, long newestContent) {
        transportRekey = newestTransport;
        contentRekey = newestContent;
    }

    public long transportRekey() {
        return transportRekey;
    }

    public long contentRekey() {
        return contentRekey;
    }

    /** What the sender decided for this session. */
    public SessionRules rules() {
        return rules;
    }

    /** A parent that is certain to know says that data was sent. */
    public void started() {
        started = true;
    }

    /** Whether this parent knows that data was sent: who comes now comes late. */
    public boolean isStarted() {
        return started || highestSequence > 0;
    }

    /** Whether a receiver that was not in this session before is refused. */
    public boolean refusesNewcomers() {
        return rules.lateJoin() == LateJoin.NONE && isStarted();
    }

    /** Whether a source and its run are known. */
    public boolean isOpen() {
        return open;
    }

    public int source() {
        return source;
    }

    /** Run of the source; ZERO before a session is open. */
    public Incarnation incarnation() {
        return incarnation;
    }

    public int level() {
        return level;
    }

    public int ancestorCount() {
        return ancestorCount;
    }

    public int ancestor(int index) {
        return ancestors[index];
    }

    /** Leading edge of what this parent has sent or holds; a close raises it to the last sequence. */
    public long highestSequence() {
        return highestSequence;
    }

    /** Raises the leading edge. */
    public void highestSequence(long sequence) {
        highestSequence = Math.max(highestSequence, withinASession(sequence));
    }

    public long highestReleased() {
        return highestReleased;
    }

    /** Raises the trailing edge. */
    public void highestReleased(long sequence) {
        highestReleased = Math.max(highestReleased, withinASession(sequence));
    }

    /** In a timely session, up to here nobody is waited for any more, whoever lacks something; in others 0. */
    public long givenUp() {
        return rules.isTimely() ? highestReleased : 0;
    }

    public long lowestRepairable() {
        return lowestRepairable;
    }

    /** Raises the lowest sequence that can be repaired. */
    public void lowestRepairable(long sequence) {
        lowestRepairable = Math.max(lowestRepairable, withinASession(sequence));
    }

    /** Last counter of the source's data channel that is known to be true, in this epoch; 0 not known. */
    public long sourceCounter(int spi) {
        return spi == sourceSpi ? sourceCounter : 0;
    }

    /** Notes how far the source's data channel has come, as the source itself knows it, or who has it from there under pair keys. */
    public void sourceCounter(int spi, long counter) {
        sourceCounter = spi == sourceSpi ? Math.max(sourceCounter, counter) : counter;
        sourceSpi = spi;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Notes that this parent has everything of a closed session that it will ever have. */
    public void whole() {
        whole = true;
    }

    /**
     * Whether children can be served: the source is known, and either the path to it stands or nothing more will come from it.
     */
    public boolean isServable() {
        return open && (whole || level < DISCONNECTED);
    }

    /** Last sequence of a closed session. */
    public long closeSequence() {
        return closeSequence;
    }

    /** What a parent that lies has said is handed on as far as children take it: they must hear this node, whatever it was told. */
    private static long withinASession(long sequence) {
        return Math.min(sequence, SequenceNumbers.MAX_JOIN);
    }

    /** Closes the session after {@code lastSequence}. */
    public void close(long lastSequence) {
        closed = true;
        closeSequence = lastSequence;
        highestSequence(lastSequence);
    }

    /**
     * Takes back a close that the parent does not confirm: who said it may have made it up. The leading edge falls back to {@code highest}, which is
     * certain, until more is stored.
     */
    public void reopen(long highest) {
        closed = false;
        closeSequence = 0;
        whole = false;
        highestSequence = highest;
    }
}
