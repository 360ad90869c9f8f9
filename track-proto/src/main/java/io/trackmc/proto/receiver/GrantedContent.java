package io.trackmc.proto.receiver;

/**
 * What of a session a receiver was given the content keys for: everything from the first sequence of the oldest epoch that it has.
 *
 * <p>Where that is, only a parent can tell that speaks to this receiver alone: it has it hop by hop from the sender. An INNER under a key
 * that is not known says nothing, because whoever has the group key could have made it. What has opened was granted, and all after it, because
 * epochs rise with sequences: this receiver begins there at the latest, and once nothing is missing before it there is nothing to find out any more.
 */
final class GrantedContent {

    /** The first sequence is not known. */
    static final long UNKNOWN = 0;

    private static final long NONE = Long.MAX_VALUE;

    private long oldest;
    private long epoch;
    private long first;
    private long firstOfPrevious;
    private long lowestOpened = NONE;
    private boolean opened;
    private long epochOfStart;
    private long highestUnopenable;

    /** A session begins; {@code oldestEpoch} is the oldest for which there is a key, 0 where keys never change. */
    void begin(long oldestEpoch) {
        oldest = oldestEpoch;
        epoch = 0;
        lowestOpened = NONE;
        opened = false;
        epochOfStart = 0;
        highestUnopenable = 0;
    }

    /** This receiver begins at a sequence, by what it has been told so far. */
    void start(long sequence) {
        epochOfStart = sequence >= first ? epoch : sequence >= firstOfPrevious ? epoch - 1 : 0;
    }

    /**
     * Whether it has opened something, or has had a key for something from its start on, as far as it knows: then what was sealed since under keys that it
     * never had is a gap. One that only has keys of epochs before its start has not begun, and begins with the next keys that it is given.
     * One that has only later keys than the parent says are in use counts as begun: a parent may be behind, and what was sealed under those keys since is lost.
     *
     * @param newestEpoch the newest for which it has had a key
     */
    boolean hasBegun(long newestEpoch) {
        return opened || newestEpoch >= epochOfStart;
    }

    /** The keys between those that this receiver has had and those from {@code oldestEpoch} on were never given to it. */
    void goOn(long oldestEpoch) {
        oldest = oldestEpoch;
        lowestOpened = NONE;
        highestUnopenable = 0;
    }

    /**
     * The parent says to this receiver alone which epoch is in use, and where that and the one before begin; 0 it does not know. Its last word counts,
     * also when it is of an earlier epoch: it may have had the one before from somebody who made it up.
     */
    void told(long epochInUse, long firstOfIt, long firstOfOneBefore) {
        epoch = epochInUse;
        epochOfStart = Math.min(epochOfStart, epochInUse);
        first = firstOfIt;
        firstOfPrevious = firstOfOneBefore;
    }

    /** A sequence has opened. */
    void opened(long sequence) {
        opened = true;
        lowestOpened = Math.min(lowestOpened, sequence);
    }

    /**
     * Where this receiver begins when it comes: nothing before can ever be opened here. {@link #UNKNOWN} when nobody has said so. One that has keys of
     * older epochs than the last two begins with those, for all before was over for everybody else before it came.
     */
    long firstAtJoin() {
        return oldest == 0 || epoch == 0 ? UNKNOWN : epoch > oldest ? firstOfPrevious : first;
    }

    /**
     * The same while it is there. {@link #UNKNOWN} also when all that is missing was granted, and when epochs have gone on so far that where the
     * oldest of its keys begins is not told any more: what is missing then may have been granted, and is a gap.
     *
     * @param cumAck everything up to here is opened, or given up
     */
    long first(long cumAck) {
        if (lowestOpened <= cumAck || epoch > oldest + 1) {
            return UNKNOWN;
        }
        long begin = firstAtJoin();
        return begin == UNKNOWN ? UNKNOWN : Math.min(lowestOpened, begin);
    }

    /**
     * A repair of something that is missing came under a key that is not here and was not announced. Where epochs have gone on so far that the parent does
     * not tell any more where the oldest granted begins, and the keys of all are here, it is of an epoch before that: and so is all before it.
     *
     * @param newestEpoch the newest for which there is a key
     */
    void unopenable(long sequence, long newestEpoch) {
        if (isFarBehind() && newestEpoch >= epoch && sequence < firstOfPrevious) {
            highestUnopenable = Math.max(highestUnopenable, sequence);
        }
    }

    /**
     * Before this nothing can ever be opened that is missing, though who has sent such repairs is not certain, so it is a gap; {@link #UNKNOWN} when
     * there is nothing of that kind.
     *
     * @param cumAck everything up to here is opened, or given up
     */
    long firstOpenable(long cumAck) {
        boolean stuck = isFarBehind() && lowestOpened > cumAck && highestUnopenable > cumAck;
        return stuck ? Math.min(lowestOpened, highestUnopenable + 1) : UNKNOWN;
    }

    private boolean isFarBehind() {
        return oldest != 0 && epoch > oldest + 1;
    }

    /** Whether a key for a sequence was certainly granted. */
    boolean covers(long sequence) {
        return oldest != 0 && epoch >= oldest && sequence >= (epoch > oldest ? firstOfPrevious : first);
    }
}
