package io.trackmc.cli.proof;

import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentEpoch;
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

    private final ContentBundle content;
    private final KeyTrial trial;
    private final Incarnation source;

    /**
     * About one run of a source.
     *
     * @param content the real content keys, for the control
     */
    public ReadingProof(ContentBundle content, Incarnation source) {
        this.content = content;
        this.source = source;
        this.trial = new KeyTrial(content.gid(), source, InsecureSecretAccess.get());
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

    /** Tries. */
    public Finding of(TransportBundle node, InnerSample sample) {
        List<byte[]> inners = sample.inners();
        List<HeldKey> keys = HeldKeys.of(node, source);
        List<String> opening = keys.stream().filter(key -> opensAny(key, inners)).map(HeldKey::name).toList();
        boolean control = !inners.isEmpty() && inners.stream().allMatch(this::controlOpens);
        return new Finding(node.self().name(), keys.size(), inners.size(), sample.seen(), control, opening);
    }

    private boolean opensAny(HeldKey key, List<byte[]> inners) {
        return inners.stream().anyMatch(inner -> trial.opens(key.secret(), inner));
    }

    private boolean controlOpens(byte[] inner) {
        return content.epochs().stream().map(ContentEpoch::key).anyMatch(key -> trial.opens(key, inner));
    }
}
