package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.bundle.RekeyAnchor;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.RenewedRegion;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.protect.KeyLayer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the secrets of transport rekeys go: to the hop keys of a node. */
public final class TransportRekeys implements RekeyTarget<GroupAuthKey> {

    private final long gid;
    private final NodeHopKeys hopKeys;

    private TransportRekeys(long gid, NodeHopKeys hopKeys) {
        this.gid = gid;
        this.hopKeys = hopKeys;
    }

    /**
     * The transport layer of a node.
     *
     * @param bundle the keys of its path are taken out of it
     * @param hopKeys made from that bundle
     */
    public static LayerRekeys of(TransportBundle bundle, NodeHopKeys hopKeys) {
        return bundle.rekey() == null
                ? new NoRekeys(hopKeys.keyRing())
                : new MemberRekeys<>(KeyLayer.TRANSPORT, bundle.gid(), bundle.rekey(),
                        new TransportRekeys(bundle.gid(), hopKeys));
    }

    /** Both layers of a repair head: member of the one, and able to verify the other. */
    public static NodeKeyUpdates forRepairHead(TransportBundle bundle, NodeHopKeys hopKeys) {
        RekeyAnchor content = bundle.contentRekey();
        return new NodeKeyUpdates(of(bundle, hopKeys),
                content == null ? new NoRekeys(null) : new RelayedRekeys(KeyLayer.CONTENT, bundle.gid(), content));
    }

    /**
     * Puts a bundle that the transport controller has given a running node beside the keys that it has. What is not used of it is erased.
     *
     * @param rekeys of the node
     * @param hopKeys of the node
     * @return the oldest epoch that is new; 0 when the node has come as far by itself
     * @throws IllegalArgumentException when it is not of this node, or of this chain of rekeys; then nothing was changed
     */
    public static long renew(LayerRekeys rekeys, NodeHopKeys hopKeys, TransportBundle given) {
        RekeyState state = given.rekey();
        if (state == null || state.anchor().sequence() <= rekeys.applied()) {
            given.destroy();
            return 0;
        }
        rekeys.requireSameAuthority(state);
        long oldest = hopKeys.renew(given);
        rekeys.goOn(state);
        return oldest;
    }

    @Override
    public KeyRing<?> ring() {
        return hopKeys.keyRing();
    }

    @Override
    public GroupAuthKey newEpochKey() {
        return new GroupAuthKey();
    }

    @Override
    public boolean holdsRegion(int region) {
        return hopKeys.holdsRegion(region);
    }

    @Override
    public boolean concerns(int nodeId) {
        return hopKeys.mayMeet(nodeId);
    }

    @Override
    public void install(
            long epoch, int spi, GroupAuthKey key, @Nullable InteriorSecret interior, List<RenewedRegion> regions) {
        hopKeys.install(TransportEpoch.of(gid, epoch, spi, key), interior, regions);
    }
}
