package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.msa.EpochKey;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.wire.InnerHeader;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The rekeys of both layers at one node. Which layers it has keys of is the composition's matter: {@link TransportRekeys#forRepairHead} is that of a
 * repair head; whoever has content keys puts them beside {@link TransportRekeys#of}.
 */
public final class NodeKeyUpdates implements KeyUpdates {

    private final LayerRekeys transport;
    private final LayerRekeys content;
    private final ExpelledNodes expelled = new ExpelledNodes();
    private int transportSeen;
    private int contentSeen;

    /** Of two layers. */
    public NodeKeyUpdates(LayerRekeys transport, LayerRekeys content) {
        this.transport = transport;
        this.content = content;
    }

    @Override
    public long newest(KeyLayer layer) {
        return of(layer).newest();
    }

    @Override
    public long applied(KeyLayer layer) {
        return of(layer).applied();
    }

    @Override
    public @Nullable DropReason header(byte[] inner, int offset, int length) {
        KeyLayer layer = KeyLayer.ofStream(InnerHeader.stream(inner, offset));
        if (layer == null) {
            return DropReason.BAD_REKEY;
        }
        DropReason refused = of(layer).header(inner, offset, length);
        collectExpelled();
        return refused;
    }

    private void collectExpelled() {
        while (transportSeen < transport.expelledCount()) {
            expelled.add(transport.expelled(transportSeen++));
        }
        while (contentSeen < content.expelledCount()) {
            expelled.add(content.expelled(contentSeen++));
        }
    }

    /** An authority has said of those that it expelled them, in rekeys that this node may have missed. */
    public void expelled(Collection<Integer> nodeIds) {
        nodeIds.forEach(expelled::add);
    }

    @Override
    public @Nullable DropReason chunk(byte[] inner, int offset, int length) {
        KeyLayer layer = KeyLayer.ofStream(InnerHeader.stream(inner, offset));
        if (layer == null) {
            return DropReason.BAD_REKEY;
        }
        DropReason refused = of(layer).chunk(inner, offset, length);
        collectExpelled();
        return refused;
    }

    @Override
    public int neededSlice(KeyLayer layer) {
        return of(layer).neededSlice();
    }

    @Override
    public boolean holdsBack(KeyLayer layer) {
        return of(layer).holdsBack();
    }

    @Override
    public boolean tryApply(KeyLayer layer) {
        return of(layer).tryApply();
    }

    @Override
    public @Nullable KeyChange pending(KeyLayer layer) {
        return of(layer).pending();
    }

    @Override
    public void activate(KeyLayer layer) {
        of(layer).activate();
    }

    @Override
    public void retirePrevious(KeyLayer layer) {
        of(layer).retirePrevious();
    }

    @Override
    public boolean hasPrevious(KeyLayer layer) {
        return of(layer).hasPrevious();
    }

    @Override
    public boolean isAnnounced(KeyLayer layer, int spi) {
        return of(layer).isAnnounced(spi);
    }

    @Override
    public long oldestEpoch(KeyLayer layer) {
        KeyRing<?> ring = of(layer).ring();
        return ring == null ? 0 : ring.oldestEpoch();
    }

    @Override
    public long activeEpoch(KeyLayer layer) {
        KeyRing<?> ring = of(layer).ring();
        return ring == null ? 0 : ring.current().epoch();
    }

    @Override
    public long installedEpoch(KeyLayer layer) {
        KeyRing<?> ring = of(layer).ring();
        return ring == null ? 0 : ring.newest().epoch();
    }

    @Override
    public long epochOf(KeyLayer layer, int spi) {
        KeyRing<?> ring = of(layer).ring();
        EpochKey found = ring == null ? null : ring.bySpi(spi);
        return found == null ? 0 : found.epoch();
    }

    @Override
    public boolean isExpelled(int nodeId) {
        return expelled.contains(nodeId);
    }

    @Override
    public int expelledCount() {
        return expelled.size();
    }

    @Override
    public int expelled(int index) {
        return expelled.at(index);
    }

    /** How the keys of a layer change. */
    public LayerRekeys of(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? transport : content;
    }

    /** Erases the keys of the paths in both layers: the node has ended. */
    public void destroy() {
        transport.destroy();
        content.destroy();
    }
}
