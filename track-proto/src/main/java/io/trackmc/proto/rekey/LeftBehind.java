package io.trackmc.proto.rekey;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.time.Deadlines;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds out when nobody in the tree can give a node the keys that it has missed, so that only an authority can, and says so in
 * {@link EngineEvent.LeftBehind}: after a random while, longer where there are more siblings, and again, ever less often, until the keys come.
 *
 * <p>Signs of that are: the parent says to this node alone that it is more rekeys ahead than parents keep; it was asked for what there certainly is
 * again and again in vain; or all candidates were asked for long under keys of no epoch, while one of them seems to speak under an epoch that is
 * not here. A parent that lies, and whoever makes up an Advertise while no parent is heard, can bring a question to the authority about, and no more.
 */
final class LeftBehind {

    /** For how long questions under keys of no epoch must have been in vain. */
    static final long STUCK_NS = 2_000_000_000L;

    /** Questions to the parent, for what there certainly is, that must have been in vain. */
    static final int VAIN_QUESTIONS = 12;

    /** The first announcement comes within this, and so much more for each sibling. */
    static final long SHORTEST_SPREAD_NS = 500_000_000L;
    static final long SPREAD_PER_SIBLING_NS = 50_000_000L;
    static final long LONGEST_SPREAD_NS = 5_000_000_000L;

    /** Time between the first announcement and the second; each time twice as long, and up to half as long again. */
    static final long FIRST_RETRY_NS = 5_000_000_000L;
    static final long LONGEST_RETRY_NS = 120_000_000_000L;

    private final KeyUpdates updates;
    private final EventQueue events;
    private final RandomGenerator random;
    private @Nullable Need transport;
    private @Nullable Need content;
    private int siblings = 1;
    private boolean stuck;
    private long stuckSinceNs;
    private long stuckNs;

    LeftBehind(KeyUpdates updates, EventQueue events, RandomGenerator random) {
        this.updates = updates;
        this.events = events;
        this.random = random;
    }

    /** How many others hear the parent. */
    void siblings(int count) {
        siblings = count;
    }

    /** The parent says to this node alone which rekey is its newest. Whoever has the next one and no room for it lacks nothing yet. */
    void told(long nowNs, KeyLayer layer, long newest) {
        if (newest - updates.applied(layer) > KeyUpdates.KEPT_REKEYS && !updates.holdsBack(layer)) {
            need(nowNs, layer);
        }
    }

    /** The parent says to this node alone under which epoch content is sealed. */
    void toldContentEpoch(long nowNs, long epoch) {
        if (epoch - updates.installedEpoch(KeyLayer.CONTENT) > KeyUpdates.KEPT_REKEYS
                && !updates.holdsBack(KeyLayer.CONTENT)) {
            need(nowNs, KeyLayer.CONTENT);
        }
    }

    /** The parent was asked once more for what there certainly is, and nothing has come so many times. */
    void asked(long nowNs, KeyLayer layer, int inVain) {
        if (inVain >= VAIN_QUESTIONS) {
            need(nowNs, layer);
        }
    }

    /** A candidate is asked under keys of no epoch, while one seems to speak under an epoch that is not here. */
    void askedStale(long nowNs) {
        if (!stuck || nowNs - stuckNs > STUCK_NS) {
            stuck = true;
            stuckSinceNs = nowNs;
        }
        stuckNs = nowNs;
        if (nowNs - stuckSinceNs >= STUCK_NS) {
            need(nowNs, KeyLayer.TRANSPORT);
        }
    }

    /** The parent has spoken to this node alone under an epoch that is here. */
    void heardAlone() {
        if (stuck) {
            stuck = false;
            end(KeyLayer.TRANSPORT);
        }
    }

    /**
     * An authority has answered. As long as its answers bring nothing that the tree has not brought by itself, nothing begins anew: a parent that says of
     * more than there is gains no question by a true rekey.
     *
     * @param brought whether there was something new in it
     */
    void renewed(KeyLayer layer, boolean brought) {
        of(layer).renewed(brought);
    }

    /** Keys of a layer have come. */
    void applied(KeyLayer layer) {
        end(layer);
        if (layer == KeyLayer.TRANSPORT) {
            stuck = false;
        }
    }

    /** Whether no parent understands this node, as far as it can tell. */
    boolean isStuck() {
        return stuck;
    }

    long deadlineNs() {
        return Deadlines.earlier(
                transport == null ? Deadlines.NONE : transport.dueNs, content == null ? Deadlines.NONE : content.dueNs);
    }

    void onTimeout(long nowNs) {
        if (transport != null) {
            transport.onTimeout(nowNs);
        }
        if (content != null) {
            content.onTimeout(nowNs);
        }
    }

    /** Whoever has no keys of a layer lacks none. */
    private void need(long nowNs, KeyLayer layer) {
        if (updates.installedEpoch(layer) == 0) {
            return;
        }
        Need need = of(layer);
        if (need.dueNs == Deadlines.NONE) {
            long spreadNs = Math.clamp(siblings * SPREAD_PER_SIBLING_NS, SHORTEST_SPREAD_NS, LONGEST_SPREAD_NS);
            need.begin(Deadlines.after(nowNs, random.nextLong(spreadNs)));
        }
    }

    private Need of(KeyLayer layer) {
        Need known = known(layer);
        if (known == null) {
            known = new Need(layer);
            if (layer == KeyLayer.TRANSPORT) {
                transport = known;
            } else {
                content = known;
            }
        }
        return known;
    }

    private @Nullable Need known(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? transport : content;
    }

    private void end(KeyLayer layer) {
        Need known = known(layer);
        if (known != null) {
            known.end();
        }
    }

    /** What is to be announced of one layer, and when. */
    private final class Need {
        final KeyLayer layer;
        long dueNs = Deadlines.NONE;
        long retryNs = FIRST_RETRY_NS;
        long notBeforeNs = Deadlines.NONE;
        boolean inVain;

        Need(KeyLayer layer) {
            this.layer = layer;
        }

        void onTimeout(long nowNs) {
            if (Deadlines.isDue(dueNs, nowNs)) {
                events.add(new EngineEvent.LeftBehind(layer));
                dueNs = Deadlines.after(nowNs, retryNs + random.nextLong(retryNs / 2));
                retryNs = Math.min(2 * retryNs, LONGEST_RETRY_NS);
            }
        }

        void begin(long soonNs) {
            dueNs = notBeforeNs == Deadlines.NONE ? soonNs : Deadlines.later(soonNs, notBeforeNs);
            notBeforeNs = Deadlines.NONE;
        }

        void renewed(boolean brought) {
            inVain = !brought;
            if (brought) {
                notBeforeNs = Deadlines.NONE;
                retryNs = FIRST_RETRY_NS;
            }
        }

        void end() {
            if (!inVain) {
                retryNs = FIRST_RETRY_NS;
            } else if (dueNs != Deadlines.NONE) {
                notBeforeNs = dueNs;
            }
            dueNs = Deadlines.NONE;
        }
    }
}
