package io.trackmc.cli.demo;

import io.trackmc.cli.expulsion.Witness;
import io.trackmc.cli.expulsion.GivenKeys;
import io.trackmc.cli.proof.ExpelledProof;
import io.trackmc.cli.proof.Follower;
import io.trackmc.cli.proof.HeapDump;
import io.trackmc.cli.proof.HeapProof;
import io.trackmc.cli.proof.InnerSample;
import io.trackmc.cli.proof.ReadingProof.Finding;
import io.trackmc.cli.proof.ReadingProof;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.proto.protect.Incarnation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Tries the keys of repair heads, and of who was expelled, on packets, and tells what came out. */
final class DemoProofs {

    /** Packets on which the keys of the expelled one are tried at least. */
    private static final int LEAST_TRIED = 100;

    /** Not a fault where it takes longer: on a machine with more to do than it can, everything does. */
    private static final double USUAL_EXPEL_MILLIS = 1000;

    private final TaskRun run;
    private final List<byte[]> transportRekeys;
    private final List<byte[]> contentRekeys;
    private final Incarnation session;
    private final List<String> faults = new ArrayList<>();

    /**
     * About one run of the source.
     *
     * @param transportRekeys all INNERs of transport rekeys
     * @param contentRekeys all INNERs of content rekeys
     */
    DemoProofs(TaskRun run, List<byte[]> transportRekeys, List<byte[]> contentRekeys, Incarnation session) {
        this.run = run;
        this.transportRekeys = transportRekeys;
        this.contentRekeys = contentRekeys;
        this.session = session;
    }

    /** What is not as it must be. */
    List<String> faults() {
        return faults;
    }

    /** Tries all keys of a repair head on what it handled, and the real ones too. */
    Finding of(long gid, DemoFiles files, TransportBundle given, InnerSample sample) {
        return new ReadingProof(gid, files.content(contentRekeys).stream().map(ContentEpoch::key).toList(), session)
                .of(Follower.transport(given, transportRekeys), sample);
    }

    /** Looks for keys of content in the heap of a repair head. */
    HeapProof.Finding inHeap(HeapDump heap, DemoFiles files, TransportBundle given, List<byte[]> inners)
            throws IOException {
        return new HeapProof(files.content(contentRekeys), session, inners)
                .in(heap, Follower.transport(given, transportRekeys));
    }

    /**
     * Tells what the trials with the keys of repair heads found.
     *
     * @param heaps what was found in their heaps, where each is a program
     */
    void tellRepairHeads(List<Finding> findings, List<HeapProof.Finding> heaps) {
        if (findings.isEmpty()) {
            return;
        }
        List<String> readers = Stream.concat(
                findings.stream().filter(Finding::couldRead)
                        .map(finding -> finding.node() + " by its " + String.join(", ", finding.keysThatOpen())),
                heaps.stream().filter(heap -> !heap.keysThatOpen().isEmpty())
                        .map(heap -> heap.node() + " has in its heap: " + String.join(", ", heap.keysThatOpen())))
                .toList();
        List<String> unproved = findings.stream().filter(finding -> !finding.controlHeld()).map(Finding::node).toList();
        List<String> unseen = heaps.stream().filter(heap -> !heap.controlHeld()).map(HeapProof.Finding::node).toList();
        boolean shown = unproved.isEmpty() && unseen.isEmpty();
        int keys = findings.stream().mapToInt(Finding::keysTried).sum();
        int inners = findings.stream().mapToInt(Finding::innersTried).sum();
        run.set("keysTried", keys).set("innersTried", inners)
                .set("repairHeadsCouldRead", (readers.isEmpty() && !shown) ? null : !readers.isEmpty());
        if (!heaps.isEmpty()) {
            run.set("heapsSearched", heaps.size());
        }
        check(readers.isEmpty(), "repair heads could read: " + String.join("; ", readers));
        check(unproved.isEmpty(), "not proved for " + String.join(", ", unproved)
                + ": the real key did not open what was sampled there");
        check(unseen.isEmpty(), "not proved for " + String.join(", ", unseen)
                + ": not even its own keys were found in its heap");
        if (readers.isEmpty() && shown) {
            run.people().printf(
                    "no repair head could read: %d keys of theirs tried on %d packets that they handled, none opened"
                            + " one; the real key opened each%n",
                    keys, inners);
            if (!heaps.isEmpty()) {
                run.people().printf(
                        "in the heaps of %d repair heads were their own keys, and none that opens content%n",
                        heaps.size());
            }
        }
    }

    /** Tries all that the expelled one ever had on what came later, and on what came before, which must open. */
    void tellExpelled(String expelled, GivenKeys given, Witness witness) {
        ExpelledProof proof = ExpelledProof.of(given.transport(), given.content(), transportRekeys, contentRekeys,
                session);
        List<byte[]> later = witness.later();
        boolean controlHeld = !witness.readable().isEmpty() && witness.readable().stream().allMatch(proof::opens);
        boolean couldRead = later.stream().anyMatch(proof::opens);
        double millis = witness.millis();
        run.set("expelMillis", millis).set("expelledPacketsTried", later.size())
                .set("expelledCouldReadAfter", (couldRead || controlHeld) ? couldRead : null);
        check(!couldRead, expelled + " could read after it was expelled");
        check(controlHeld, "not proved for " + expelled
                + ": its keys did not open what was sent before it was expelled");
        check(later.size() >= LEAST_TRIED, "only " + later.size() + " packets came after the expulsion, wanted: "
                + LEAST_TRIED + "; a larger --size leaves time for it");
        if (!couldRead && controlHeld) {
            run.people().printf(Locale.ROOT,
                    "%s was expelled: %.0f ms after the request came the last packet that it could read;"
                            + " %d keys that it ever had tried on %d later packets, none opened one%n",
                    expelled,
                    millis, proof.keyCount(), later.size());
        }
        if (millis > USUAL_EXPEL_MILLIS) {
            run.people().printf(Locale.ROOT, "that is long: less than %.0f ms is usual where nodes get to run%n",
                    USUAL_EXPEL_MILLIS);
        }
    }

    private void check(boolean condition, String otherwise) {
        if (!condition) {
            faults.add(otherwise);
        }
    }
}
