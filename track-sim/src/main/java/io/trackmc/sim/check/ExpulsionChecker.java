package io.trackmc.sim.check;

import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Checks that whoever was expelled cannot read what was sealed afterwards: it keeps every content key that it ever had, hears every datagram,
 * takes every rekey that its keys open, and tries its keys on all content.
 */
public final class ExpulsionChecker implements WorldObserver {

    /** What one expelled node has. */
    public interface Hoard {

        /** Takes in an INNER of a content rekey, as a member would. */
        void take(byte[] inner);

        /** Newest rekey that it could apply. */
        long applied();

        /** All content keys that it ever had. */
        ContentOpener opener();
    }

    /** Content from just before somebody is expelled, which its keys must open. */
    private static final int RECENT = 16;

    private static final int CONTROL = 1;
    private static final int CONTENT_REKEYS = 3;

    private final Violations violations;
    private final int source;
    private final List<Expelled> expelled = new ArrayList<>();
    private final List<byte[]> rekeys = new ArrayList<>();
    private final ArrayDeque<byte[]> recent = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private Incarnation run = Incarnation.ZERO;
    private long tried;
    private long openedAfter;
    private long active;

    public ExpulsionChecker(Violations violations, int source) {
        this.violations = violations;
        this.source = source;
    }

    /** The run of the source whose content is tried. */
    public void source(Incarnation ofRun) {
        run = ofRun;
    }

    /**
     * Somebody asks that a node be expelled: from now on its keys are tried, first on what was sent just before.
     *
     * @param atNs now
     */
    public void asked(long atNs, int node, Hoard hoard) {
        Expelled one = new Expelled(node, hoard, atNs);
        rekeys.forEach(one::take);
        one.openedBefore = recent.stream().filter(inner -> opens(one, inner)).count();
        expelled.add(one);
    }

    /**
     * A node is expelled.
     *
     * @param rekey the content rekey that expels it
     * @param epoch that this rekey brings
     */
    public void expelled(int node, long rekey, long epoch) {
        expelled.stream().filter(one -> one.node == node).forEach(one -> {
            one.rekey = rekey;
            one.epoch = epoch;
        });
    }

    /** INNERs of content that expelled nodes tried in vain. */
    public long tried() {
        return tried;
    }

    /**
     * Whether the trial has shown anything: somebody was expelled, and the keys of each opened something that was sent before it was shut out, and
     * were tried on what came after.
     *
     * @param leastTried on so many INNERs
     */
    public boolean hasShown(int leastTried) {
        return !expelled.isEmpty()
                && expelled.stream().allMatch(one -> one.openedBefore > 0 && one.tried >= leastTried);
    }

    /** INNERs that they opened of those that the source sent after it had gone on to the epoch that shuts them out. */
    public long openedAfter() {
        return openedAfter;
    }

    /** How many were expelled, or are to be. */
    public int count() {
        return expelled.size();
    }

    /** From when it was asked that somebody be expelled to the last INNER that this one opened; the longest. */
    public long longestNs() {
        return expelled.stream().mapToLong(one -> one.lastOpenedNs - one.askedNs).max().orElse(0);
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (node == source && event instanceof EngineEvent.EpochActivated flip && flip.layer() == KeyLayer.CONTENT) {
            active = flip.epoch();
        }
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        byte[] datagram = transmission.bytes();
        if (!WireView.hasInner(datagram)) {
            return;
        }
        byte[] inner = Arrays.copyOfRange(datagram, WireView.outerLength(datagram), datagram.length - WireView.ICV);
        int stream = WireView.stream(datagram);
        if (stream == CONTENT_REKEYS && seen.add(stream + "/" + WireView.sequence(datagram))) {
            rekeys.add(inner);
            forEach(atNs, one -> one.take(inner));
        } else if (transmission.node() == source && stream <= CONTROL
                && seen.add(stream + "/" + WireView.sequence(datagram))) {
            forEach(atNs, one -> tryOn(atNs, one, inner));
            if (recent.size() == RECENT) {
                recent.removeFirst();
            }
            recent.add(inner);
        }
    }

    private void forEach(long atNs, Consumer<Expelled> action) {
        for (Expelled one : expelled) {
            action.accept(one);
            if (one.hoard.applied() >= one.rekey) {
                violations.report("expulsion", atNs, "node %d follows rekey %d, which expels it".formatted(one.node,
                        one.rekey));
            }
        }
    }

    private void tryOn(long atNs, Expelled one, byte[] inner) {
        if (!opens(one, inner)) {
            tried++;
            one.tried++;
            return;
        }
        boolean after = active >= one.epoch;
        openedAfter += after ? 1 : 0;
        one.openedBefore += after ? 0 : 1;
        one.lastOpenedNs = atNs;
    }

    private boolean opens(Expelled one, byte[] inner) {
        return one.hoard.opener().open(run, inner, 0, inner.length, new byte[inner.length], 0) >= 0;
    }

    private static final class Expelled {
        final int node;
        final Hoard hoard;
        final long askedNs;
        long rekey = Long.MAX_VALUE;
        long epoch = Long.MAX_VALUE;
        long lastOpenedNs;
        long openedBefore;
        long tried;

        Expelled(int node, Hoard hoard, long atNs) {
            this.node = node;
            this.hoard = hoard;
            this.askedNs = atNs;
            this.lastOpenedNs = atNs;
        }

        void take(byte[] inner) {
            hoard.take(inner);
        }
    }
}
