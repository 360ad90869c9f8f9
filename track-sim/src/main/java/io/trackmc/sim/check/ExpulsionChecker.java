package io.trackmc.sim.check;

import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;
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

    private static final int CONTROL = 1;
    private static final int CONTENT_REKEYS = 3;

    private final Violations violations;
    private final int source;
    private final List<Expelled> expelled = new ArrayList<>();
    private final List<byte[]> rekeys = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private Incarnation run = Incarnation.ZERO;
    private long tried;
    private long opened;

    public ExpulsionChecker(Violations violations, int source) {
        this.violations = violations;
        this.source = source;
    }

    /** The run of the source whose content is tried. */
    public void source(Incarnation ofRun) {
        run = ofRun;
    }

    /**
     * A node is expelled.
     *
     * @param rekey the content rekey that expels it
     */
    public void expelled(int node, Hoard hoard, long rekey) {
        Expelled one = new Expelled(node, hoard, rekey);
        rekeys.forEach(one::take);
        expelled.add(one);
    }

    /** INNERs of content that expelled nodes tried in vain. */
    public long tried() {
        return tried;
    }

    /** INNERs that they opened, all sealed before: the trial would have found a key. */
    public long opened() {
        return opened;
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
        int length = one.hoard.opener().open(run, inner, 0, inner.length, new byte[inner.length], 0);
        if (length < 0) {
            tried++;
            return;
        }
        opened++;
        one.lastOpenedNs = atNs;
    }

    /** Whether each of the expelled has opened nothing for so long. */
    public boolean areAllOut(long nowNs, long forNs) {
        return expelled.stream().allMatch(one -> nowNs - one.lastOpenedNs >= forNs);
    }

    private static final class Expelled {
        final int node;
        final Hoard hoard;
        final long rekey;
        long lastOpenedNs;

        Expelled(int node, Hoard hoard, long rekey) {
            this.node = node;
            this.hoard = hoard;
            this.rekey = rekey;
        }

        void take(byte[] inner) {
            hoard.take(inner);
        }
    }
}
