package io.trackmc.cli.proof;

import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.payload.KeyTrial;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.proto.protect.Incarnation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries on INNERs every key that an expelled receiver ever had: those that it was given, those of its paths in the key trees, those that follow from
 * them, and those of every rekey that it can apply, all of which it has kept.
 */
public final class ExpelledProof {

    private final KeyTrial trial;
    private final List<HeldKey> keys = new ArrayList<>();

    private ExpelledProof(long gid, Incarnation source) {
        trial = new KeyTrial(gid, source, InsecureSecretAccess.get());
    }

    /**
     * About one receiver and one run of a source.
     *
     * @param transport what it was given; its own copy
     * @param content the same
     * @param transportRekeys all INNERs of transport rekeys
     * @param contentRekeys all INNERs of content rekeys
     */
    public static ExpelledProof of(TransportBundle transport, ContentBundle content, List<byte[]> transportRekeys,
            List<byte[]> contentRekeys, Incarnation source) {
        ExpelledProof proof = new ExpelledProof(content.gid(), source);
        proof.addPath("transport", transport.rekey());
        proof.addPath("content", content.rekey());
        for (TransportBundle state : Follower.transport(transport, transportRekeys)) {
            proof.keys.addAll(HeldKeys.of(state, source));
        }
        for (ContentEpoch epoch : Follower.content(content, contentRekeys)) {
            proof.keys.add(new HeldKey("group data key of epoch " + epoch.epoch(), epoch.key()));
        }
        return proof;
    }

    /** Keys that are tried. */
    public int keyCount() {
        return keys.size();
    }

    /** Whether one of the keys opens it. */
    public boolean opens(byte[] inner) {
        return keys.stream().anyMatch(key -> trial.opens(key.secret(), inner));
    }

    /** Copies, because following rekeys erases them. */
    private void addPath(String layer, @Nullable RekeyState state) {
        if (state != null) {
            state.keys().forEach(key -> keys.add(new HeldKey(layer + " tree key " + key.tree() + " " + key.level(),
                    KeyEncryptionKey.of(
                            key.key().copy(InsecureSecretAccess.get()), InsecureSecretAccess.get()))));
        }
    }
}
