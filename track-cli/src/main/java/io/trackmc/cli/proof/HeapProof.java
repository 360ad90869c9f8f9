package io.trackmc.cli.proof;

import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.payload.KeyTrial;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.InnerHeader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks into the heap of a program that handled content for what opens it: the content keys of all epochs, and what packets are sealed with. That the
 * program's own group authentication key is found there is the control: where it is not, nothing is proved.
 */
public final class HeapProof {

    private static final String OWN = "own ";

    private final Map<String, byte[]> opening = new HashMap<>();

    /**
     * About one run of a source.
     *
     * @param content the real content keys of all epochs
     * @param inners of that run, of all its epochs
     */
    public HeapProof(List<ContentEpoch> content, Incarnation source, List<byte[]> inners) {
        for (ContentEpoch epoch : content) {
            opening.put("group data key of epoch " + epoch.epoch(), bytes(epoch.key()));
            KeyTrial trial = new KeyTrial(epoch.msa().gid(), source, InsecureSecretAccess.get());
            inners.stream().filter(inner -> InnerHeader.contentSpi(inner, 0) == epoch.spi()).findFirst()
                    .ifPresent(inner -> opening.put("data key of epoch " + epoch.epoch(),
                            trial.dataKey(epoch.key(), inner)));
        }
    }

    /**
     * What was found in the heap of one program.
     *
     * @param node its name
     * @param controlHeld whether its own key was found
     * @param keysThatOpen names of keys that open content, and are there
     */
    public record Finding(String node, boolean controlHeld, List<String> keysThatOpen) {}

    /**
     * Looks.
     *
     * @param states all transport keys that the node had, one after the other
     */
    public Finding in(HeapDump heap, List<TransportBundle> states) throws IOException {
        Map<String, byte[]> wanted = new HashMap<>(opening);
        states.stream().flatMap(state -> state.epochs().stream())
                .forEach(epoch -> wanted.put(OWN + epoch.epoch(), bytes(epoch.key())));
        Set<String> found = heap.find(wanted);
        return new Finding(states.getFirst().self().name(), found.stream().anyMatch(name -> name.startsWith(OWN)),
                found.stream().filter(name -> !name.startsWith(OWN)).sorted().toList());
    }

    private static byte[] bytes(Secret key) {
        return key.copy(InsecureSecretAccess.get());
    }
}
