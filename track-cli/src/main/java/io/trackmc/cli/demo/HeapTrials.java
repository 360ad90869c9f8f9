package io.trackmc.cli.demo;

import io.trackmc.cli.expulsion.GivenKeys;
import io.trackmc.cli.process.TrackProcess;
import io.trackmc.cli.proof.HeapDump;
import io.trackmc.cli.proof.HeapProof;
import io.trackmc.cli.proof.InnerSample;
import io.trackmc.keys.transport.bundle.NodeConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The heaps of the programs that are repair heads: each as it was just before its program was killed, or else when everything was over. */
final class HeapTrials {

    private final Path directory;
    private final Map<NodeConfig, HeapDump> taken = new HashMap<>();

    /** @param directory where nobody else may read */
    HeapTrials(Path directory) {
        this.directory = directory;
    }

    /** Takes the heap of a running program. */
    void take(NodeConfig head, TrackProcess program) throws IOException, InterruptedException {
        taken.put(head, HeapDump.of(program.pid(), directory.resolve(head.self().name() + ".hprof")));
    }

    /** Looks into those that were taken, and takes those of the others that run, one after the other, because they are large. */
    List<HeapProof.Finding> search(Map<NodeConfig, GivenKeys> heads, ProcessGroup group, DemoFiles files,
            DemoProofs proofs, InnerSample sample) throws IOException, InterruptedException {
        List<HeapProof.Finding> findings = new ArrayList<>();
        for (Map.Entry<NodeConfig, GivenKeys> head : heads.entrySet()) {
            TrackProcess program = group.of(head.getKey());
            if (!taken.containsKey(head.getKey()) && program.isAlive()) {
                take(head.getKey(), program);
            }
            if (taken.containsKey(head.getKey())) {
                try (HeapDump heap = Objects.requireNonNull(taken.remove(head.getKey()))) {
                    findings.add(proofs.inHeap(heap, files, head.getValue().transport(), sample.inners()));
                }
            }
        }
        return findings;
    }
}
