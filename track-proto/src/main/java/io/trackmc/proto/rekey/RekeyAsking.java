package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.RekeyRequestMessage;

/**
 * A node's part in rekeys as a child: what it asks its parent for, and other candidates when that does not help, and what it makes of what they say.
 *
 * <p>{@link NoQuestions} where keys never change, else {@link ParentQuestions}.
 */
public abstract sealed class RekeyAsking permits NoQuestions, ParentQuestions {

    /**
     * The parent spoke: what it has that this node has not is asked for.
     *
     * @param alone whether to this node alone; else anybody with the region's key may have
     */
    public abstract void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, boolean alone, long parentRttNs,
            int parentSiblings);

    /** The parent says to this node alone under which epoch content is sealed. */
    public abstract void onContentEpoch(long nowNs, long epoch);

    /** This node has another parent, or another run of it. */
    public abstract void onNewParent(long nowNs);

    /** A packet came under a key that is not installed: if that was announced, the rekey which brings it is asked for at once. */
    public abstract void onUnknownSpi(long nowNs, KeyLayer layer, int spi);

    /**
     * The parent is not heard any more as it should be. Maybe it speaks under an epoch of which this node has not heard yet: so it is asked for the next
     * rekey, under an epoch that it still accepts, and answers under none.
     */
    public abstract void onDoubt(long nowNs);

    /** Whether this node has the headers of all rekeys of a layer of which its parent has told it alone. */
    public abstract boolean isUpToDate(KeyLayer layer);

    /** Whether this node has asked its parent again and again in vain. */
    public abstract boolean isStarved(long nowNs);

    /** A candidate is asked under keys of no epoch, while one seems to speak under an epoch that is not here. */
    public abstract void askedStale(long nowNs);

    /** Writes the question to the parent that is due; false when there is none. */
    public abstract boolean fillRequest(long nowNs, RekeyRequestMessage to);

    /** Writes the question of a node that finds no parent which understands it, to one of its candidates: all transport rekeys from the next on. */
    public abstract boolean fillStaleRequest(RekeyRequestMessage to, int candidate);

    /** Writes the question of a node whose parent does not give it what it was asked for, to another candidate. */
    public abstract boolean fillAsideRequest(RekeyRequestMessage to, int candidate);

    /** When the next question to the parent is due. */
    public abstract long requestDeadlineNs();

    /** Somebody who may be anybody with a group key, or a child, says that there is a rekey of this number. */
    abstract void hint(long nowNs, KeyLayer layer, long rekey);

    /** Looks again whether anything is missing. */
    abstract void look(long nowNs);

    /** Something new of a layer came. */
    abstract void arrived(long nowNs, KeyLayer layer);

    /** Keys of a layer have come. */
    abstract void applied(KeyLayer layer);

    /** An authority has given this node keys of a layer; whether that brought anything. */
    abstract void renewed(KeyLayer layer, boolean brought);

    /** The parent has spoken to this node alone under an epoch that is here. */
    abstract void heardAlone();

    /** Whether the parent, which has told of later rekeys, does not give the next one. */
    abstract boolean isNextWithheld(KeyLayer layer);

    /** Whether no parent understands this node, as far as it can tell. */
    abstract boolean isStuck();

    /** When {@link #onTimeout} is due. */
    abstract long announcementNs();

    /** Says that only an authority can help, if that is due. */
    abstract void onTimeout(long nowNs);
}
