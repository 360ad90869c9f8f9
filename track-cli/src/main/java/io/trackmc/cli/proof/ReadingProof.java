package io.trackmc.cli.proof;

import io.trackmc.keys.payload.GroupDataKey;
import io.trackmc.keys.payload.KeyTrial;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.proto.protect.Incarnation;
import java.util.List;

/**
 * Tries every key in a node's ring on INNERs that it handled. The same trial with the real GroupDataKey is the control: where that
 * does not open them, nothing is proved.
 */
public final class ReadingProof {

    private final List<GroupDataKey> control;
    private final KeyTrial trial;
    private final Incarnation source;

    /**
     * About one run of a source.
     *
     * @param control the real content keys, of all epochs
     */
    public ReadingProof(long gid, List<GroupDataKey> control, Incarnation source) {
        this.control = List.copyOf(control);
        this.source = source;
        this.trial = new KeyTrial(gid, source, InsecureSecretAccess.get());
    }

    /**
     * What came out for one node.
     *
     * @param node name
     * @param keysTried keys in its ring, derived ones included
     * @param innersTried INNERs that they were tried on
     * @param innersHandled INNERs that the node handled in all
     * @param controlHeld whether the real key opened each of these INNERs, and there was one
     * @param keysThatOpen names of the node's keys that open one
     */
    public record Finding(
            String node, int keysTried, int innersTried, long innersHandled, boolean controlHeld,
            List<String> keysThatOpen) {

        /** Whether the node could read. */
        public boolean couldRead() {
            return !keysThatOpen.isEmpty();
        }
    }

    /**
     * Tries.
     *
     * @param states all transport keys that the node had, one after the other
     */
    public Finding of(List<TransportBundle> states, InnerSample sample) {
        List<byte[]> inners = sample.inners();
        List<HeldKey> keys = states.stream().flatMap(state -> HeldKeys.of(state, source).stream()).toList();
        List<String> opening = keys.stream().filter(key -> opensAny(key, inners)).map(HeldKey::name).toList();
        boolean control = !inners.isEmpty() && inners.stream().allMatch(this::controlOpens);
        return new Finding(states.getFirst().self().name(), keys.size(), inners.size(), sample.seen(), control,
                opening);
    }

    private boolean opensAny(HeldKey key, List<byte[]> inners) {
        return inners.stream().anyMatch(inner -> trial.opens(key.secret(), inner));
    }

    private boolean controlOpens(byte[] inner) {
        return control.stream().anyMatch(key -> trial.opens(key, inner));
    }
}
