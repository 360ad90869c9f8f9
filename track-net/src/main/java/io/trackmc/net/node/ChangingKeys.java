package io.trackmc.net.node;

import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.incarnation.ExpelledStore;
import io.trackmc.keys.transport.msa.EpochKey;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.rekey.LayerRekeys;
import io.trackmc.keys.transport.rekey.NodeKeyUpdates;
import io.trackmc.keys.transport.rekey.RekeySelfTest;
import io.trackmc.keys.transport.rekey.TransportRekeys;
import io.trackmc.net.metrics.FigureId;
import io.trackmc.net.metrics.NodeFigures;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyRenewal;
import io.trackmc.proto.rekey.ExpelledIds;
import io.trackmc.proto.rekey.MemoryExpelledIds;
import io.trackmc.proto.rekey.NodeRekeys;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a running node as rekeys change them: what its engines are given, and what reports say.
 *
 * <p>Engines, sealers and openers read these keys, and rekeys install and destroy them, on the driver's thread alone; that nobody else touches
 * them while the driver runs is what makes it safe to destroy a key. After its end anybody may ask for {@link #status}.
 */
public final class ChangingKeys implements AutoCloseable {

    private final NodeKeyUpdates updates;
    private final NodeHopKeys hopKeys;
    private final KeyRing<?> transport;
    private final @Nullable KeyRing<?> content;
    private final @Nullable KeptExpelled kept;
    private final ExpelledIds expelled;
    private final NodeRekeys rekeys;

    private ChangingKeys(NodeSetup setup, NodeKeyUpdates updates, NodeHopKeys hopKeys, @Nullable KeyRing<?> content,
            boolean change) {
        if (change) {
            RekeySelfTest.require();
        }
        this.updates = updates;
        this.hopKeys = hopKeys;
        this.transport = hopKeys.keyRing();
        this.content = content;
        ExpelledStore store = setup.expelled();
        kept = store == null ? null : new KeptExpelled(store, setup.bundle().expelled(), setup.warnings());
        expelled = kept == null ? inMemory(setup.bundle().expelled()) : kept;
        rekeys = change ? new NodeRekeys(updates, expelled, setup.config().rekeyCacheBytes()) : NodeRekeys.NONE;
    }

    /** Of a node that has no content keys. */
    public static ChangingKeys of(NodeSetup setup, NodeKeyUpdates updates, NodeHopKeys hopKeys) {
        boolean change = setup.bundle().rekey() != null || setup.bundle().contentRekey() != null;
        return new ChangingKeys(setup, updates, hopKeys, null, change);
    }

    /**
     * Of a node that opens or seals content.
     *
     * @param contentChanges whether its content bundle says anything of rekeys
     */
    public static ChangingKeys of(NodeSetup setup, NodeKeyUpdates updates, NodeHopKeys hopKeys, KeyRing<?> content,
            boolean contentChanges) {
        boolean change = setup.bundle().rekey() != null || contentChanges;
        return new ChangingKeys(setup, updates, hopKeys, content, change);
    }

    /** For the engines of the node, one after the other. */
    public NodeRekeys forEngine() {
        return rekeys;
    }

    /** Transport keys that the transport controller has given the running node: what its engine puts in. */
    KeyRenewal renewal(TransportBundle given) {
        return () -> {
            long oldest = TransportRekeys.renew(updates.of(KeyLayer.TRANSPORT), hopKeys, given);
            updates.expelled(given.expelled().stream().filter(id -> !expelled.contains(id)).toList());
            return oldest;
        };
    }

    /** How the content keys change. */
    public LayerRekeys content() {
        return updates.of(KeyLayer.CONTENT);
    }

    /** Transport epochs that are installed, ascending. */
    public List<Long> transportEpochs() {
        return IntStream.range(0, KeyRing.MAX_EPOCHS).mapToObj(transport::at).filter(Objects::nonNull)
                .map(EpochKey::epoch).toList();
    }

    /** How far they are. */
    public KeyStatus status() {
        return new KeyStatus(layer(KeyLayer.TRANSPORT, transport), layer(KeyLayer.CONTENT, content),
                updates.expelledCount());
    }

    /** Publishes how far they are. */
    public void publish(NodeFigures out) {
        out.set(FigureId.TRANSPORT_NEWEST_REKEY, updates.newest(KeyLayer.TRANSPORT));
        out.set(FigureId.TRANSPORT_APPLIED_REKEY, updates.applied(KeyLayer.TRANSPORT));
        out.set(FigureId.TRANSPORT_EPOCH, transport.current().epoch());
        out.set(FigureId.CONTENT_NEWEST_REKEY, updates.newest(KeyLayer.CONTENT));
        out.set(FigureId.CONTENT_APPLIED_REKEY, updates.applied(KeyLayer.CONTENT));
        out.set(FigureId.CONTENT_EPOCH, content == null ? 0 : content.current().epoch());
        out.set(FigureId.EXPELLED, updates.expelledCount());
    }

    /** The node has ended: erases the keys of its paths in the key trees, and waits until the expelled are on the disk. */
    @Override
    public void close() {
        updates.destroy();
        if (kept != null) {
            kept.close();
        }
    }

    private static ExpelledIds inMemory(List<Integer> ids) {
        ExpelledIds memory = new MemoryExpelledIds();
        ids.forEach(memory::add);
        return memory;
    }

    private KeyStatus.Layer layer(KeyLayer layer, @Nullable KeyRing<?> ring) {
        return new KeyStatus.Layer(updates.newest(layer), updates.applied(layer),
                ring == null ? 0 : ring.current().epoch(), ring == null ? 0 : ring.newest().epoch());
    }
}
