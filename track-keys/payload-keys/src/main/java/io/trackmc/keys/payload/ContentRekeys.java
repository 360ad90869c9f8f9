package io.trackmc.keys.payload;

import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.RenewedRegion;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.rekey.LayerRekeys;
import io.trackmc.keys.transport.rekey.MemberRekeys;
import io.trackmc.keys.transport.rekey.NoRekeys;
import io.trackmc.keys.transport.rekey.NodeKeyUpdates;
import io.trackmc.keys.transport.rekey.RekeyTarget;
import io.trackmc.keys.transport.rekey.TransportRekeys;
import io.trackmc.proto.protect.KeyLayer;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Where the secrets of content rekeys go: to the content keys of a sender or receiver. */
public final class ContentRekeys implements RekeyTarget<GroupDataKey> {

    private final ContentKeys keys;
    private final IntPredicate concerns;

    private ContentRekeys(ContentKeys keys, IntPredicate concerns) {
        this.keys = keys;
        this.concerns = concerns;
    }

    /**
     * The content layer of a sender or receiver.
     *
     * @param bundle the keys of its path are taken out of it
     * @param keys made from that bundle
     */
    public static LayerRekeys of(ContentBundle bundle, ContentKeys keys) {
        return of(bundle, keys, _ -> true);
    }

    private static LayerRekeys of(ContentBundle bundle, ContentKeys keys, IntPredicate concerns) {
        return bundle.rekey() == null
                ? new NoRekeys(keys.keyRing())
                : new MemberRekeys<>(KeyLayer.CONTENT, bundle.gid(), bundle.rekey(), new ContentRekeys(keys, concerns));
    }

    /** Both layers of a sender or receiver. */
    public static NodeKeyUpdates forMember(
            TransportBundle transport, NodeHopKeys hopKeys, ContentBundle content, ContentKeys contentKeys) {
        return new NodeKeyUpdates(TransportRekeys.of(transport, hopKeys), of(content, contentKeys, hopKeys::mayMeet));
    }

    /**
     * Puts a bundle that the content authority has given a running node beside the keys that it has. What is not used of it is erased.
     *
     * @return the oldest epoch that is new; 0 when the node has come as far by itself
     * @throws IllegalArgumentException when it is not of this group, or of this chain of rekeys
     */
    public static long renew(LayerRekeys rekeys, ContentKeys keys, ContentBundle given) {
        RekeyState state = given.rekey();
        if (state == null || state.anchor().sequence() <= rekeys.applied()) {
            given.destroy();
            return 0;
        }
        if (given.gid() != keys.gid()) {
            throw new IllegalArgumentException("content keys of another group");
        }
        rekeys.requireSameAuthority(state);
        long oldest = keys.keyRing().renew(given.epochs());
        rekeys.goOn(state);
        return oldest;
    }

    @Override
    public KeyRing<?> ring() {
        return keys.keyRing();
    }

    @Override
    public GroupDataKey newEpochKey() {
        return new GroupDataKey();
    }

    @Override
    public boolean holdsRegion(int region) {
        return false;
    }

    @Override
    public boolean concerns(int nodeId) {
        return concerns.test(nodeId);
    }

    @Override
    public void install(
            long epoch, int spi, GroupDataKey key, @Nullable InteriorSecret interior, List<RenewedRegion> regions) {
        keys.keyRing().install(ContentEpoch.of(keys.gid(), epoch, spi, key));
    }
}
