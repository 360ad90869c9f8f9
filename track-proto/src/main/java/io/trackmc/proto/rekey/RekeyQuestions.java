package io.trackmc.proto.rekey;

import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.feedback.ExponentialBackoff;
import io.trackmc.proto.feedback.NackTiming;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.RekeyRequestMessage;
import org.jspecify.annotations.Nullable;

/** What a child asks its parent for, of both layers. */
final class RekeyQuestions {

    private static final long FIRST_RTT_NS = 2_000_000;
    private static final int NO_REGION = -1;

    private final RekeyFetcher transport;
    private final RekeyFetcher content;
    private final Counters counters;
    private long rttNs = FIRST_RTT_NS;
    private int siblings = 1;
    private KeyLayer starved = KeyLayer.TRANSPORT;

    /** @param region that this node heads; -1 for a receiver */
    RekeyQuestions(KeyUpdates updates, RekeyStore store, @Nullable ChildWants wants, int region, NackTiming timing,
            ExponentialBackoff backoff, Counters counters) {
        this.counters = counters;
        ChildWants childrens = region == NO_REGION ? null : wants;
        this.transport = new RekeyFetcher(KeyLayer.TRANSPORT, updates, store, childrens, region, timing, backoff);
        this.content = new RekeyFetcher(KeyLayer.CONTENT, updates, store, childrens, region, timing, backoff);
    }

    /** The parent itself spoke: round-trip time to it, and how many others hear it. */
    void heard(long parentRttNs, int parentSiblings) {
        rttNs = parentRttNs;
        siblings = parentSiblings;
    }

    /** The parent says to this node alone which rekey is its newest. */
    void told(long nowNs, KeyLayer layer, long newest) {
        of(layer).told(nowNs, newest, rttNs, siblings);
    }

    /** The parent says to this node alone under which epoch content is sealed. */
    void toldContentEpoch(long nowNs, long epoch) {
        content.toldEpoch(nowNs, epoch, rttNs, siblings);
    }

    /** Somebody who may be anybody with a group key says that there is a rekey of this number. */
    void hint(long nowNs, KeyLayer layer, long newest) {
        of(layer).hint(nowNs, newest, rttNs, siblings);
    }

    /** Whether nothing is known of newer rekeys than are here, by the parent itself. */
    boolean isUpToDate(KeyLayer layer) {
        return of(layer).isUpToDate();
    }

    /** Something came under a key that is announced and not here: there is no time to lose. */
    void hasten(long nowNs, KeyLayer layer) {
        of(layer).hasten(nowNs);
    }

    /** Another parent: what the one before said of its rekeys was of its own. */
    void newParent(long nowNs) {
        transport.newParent(nowNs, rttNs, siblings);
        content.newParent(nowNs, rttNs, siblings);
    }

    /** Looks again whether anything is missing. */
    void look(long nowNs) {
        transport.look(nowNs, rttNs, siblings);
        content.look(nowNs, rttNs, siblings);
    }

    /** Something new of a layer came. */
    void arrived(long nowNs, KeyLayer layer) {
        of(layer).arrived(nowNs, rttNs, siblings);
    }

    /** Whether the parent has been asked again and again in vain. */
    boolean isStarved(long nowNs) {
        boolean ofTransport = transport.isStarved(nowNs);
        boolean ofContent = content.isStarved(nowNs);
        if (ofTransport || ofContent) {
            starved = ofTransport ? KeyLayer.TRANSPORT : KeyLayer.CONTENT;
        }
        return ofTransport || ofContent;
    }

    /** Questions for what this node itself certainly lacks since something of the layer came. */
    int vainForItself(KeyLayer layer) {
        return of(layer).vainForItself();
    }

    /** Whether the parent, which has told of later rekeys, does not give the next one. */
    boolean isNextWithheld(KeyLayer layer) {
        return of(layer).isNextWithheld();
    }

    /** Writes the question that is due; false when there is none. */
    boolean fill(long nowNs, RekeyRequestMessage to) {
        if (transport.fill(nowNs, rttNs, to) || content.fill(nowNs, rttNs, to)) {
            counters.increment(CounterId.REKEY_REQUESTS_SENT);
            return true;
        }
        return false;
    }

    /** Writes the question of a node that finds no parent which understands it to one of its candidates. */
    void fillStale(RekeyRequestMessage to, RegionPath path, int candidate) {
        transport.fillStale(to, path, candidate);
    }

    /** Writes a question of a node that its parent does not give what it was asked for, to another candidate. */
    void fillAside(RekeyRequestMessage to, RegionPath path, int candidate) {
        of(starved).fillStale(to, path, candidate);
    }

    /** When the next question is due. */
    long deadlineNs() {
        return Deadlines.earlier(transport.deadlineNs(), content.deadlineNs());
    }

    private RekeyFetcher of(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? transport : content;
    }
}
