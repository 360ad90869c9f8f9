package io.trackmc.it.rogue;

import io.trackmc.keys.controller.deploy.DeploymentFiles;
import io.trackmc.keys.controller.tree.Rekey;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.payload.ContentKeys;
import io.trackmc.keys.payload.ContentRekeys;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.rekey.TransportRekeys;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One run of a node with the keys of its files, in the classes that really use them. */
final class DeployedNode {

    private final Path directory;
    private final TransportBundle transportBundle;
    private final @Nullable ContentBundle contentBundle;
    final NodeHopKeys hopKeys;
    final @Nullable ContentKeys contentKeys;
    final KeyUpdates updates;

    DeployedNode(Path directory) {
        this.directory = directory;
        transportBundle = new TransportBundleFile().read(directory.resolve(DeploymentFiles.TRANSPORT_BUNDLE), _ -> {});
        hopKeys = new NodeHopKeys(transportBundle, run(transportBundle.self().id()));
        Path content = directory.resolve(DeploymentFiles.CONTENT_BUNDLE);
        if (Files.exists(content)) {
            ContentBundle read = new ContentBundleFile().read(content, _ -> {});
            contentBundle = read;
            contentKeys = new ContentKeys(read);
            updates = ContentRekeys.forMember(transportBundle, hopKeys, read, contentKeys);
        } else {
            contentBundle = null;
            contentKeys = null;
            updates = TransportRekeys.forRepairHead(transportBundle, hopKeys);
        }
    }

    int id() {
        return transportBundle.self().id();
    }

    TransportBundle transportBundle() {
        return transportBundle;
    }

    /** Read again: a node that runs has taken the keys of its path out of its bundle. */
    TransportBundle transportBundleAsGiven() {
        return new TransportBundleFile().read(directory.resolve(DeploymentFiles.TRANSPORT_BUNDLE), _ -> {});
    }

    /** Of a sender or receiver. */
    ContentBundle contentBundle() {
        if (contentBundle == null) {
            throw new IllegalStateException("a repair head has no content bundle");
        }
        return contentBundle;
    }

    /** Of a sender or receiver. */
    ContentKeys contentKeys() {
        if (contentKeys == null) {
            throw new IllegalStateException("a repair head has no content keys");
        }
        return contentKeys;
    }

    /** The only run of a node here. */
    static Incarnation run(int id) {
        return new Incarnation(1000L + id, id);
    }

    @Nullable
    DropReason header(byte[] inner) {
        return updates.header(inner, 0, inner.length);
    }

    @Nullable
    DropReason chunk(byte[] inner) {
        return updates.chunk(inner, 0, inner.length);
    }

    /** Takes all of a rekey and goes over to its epoch. */
    void follow(KeyLayer layer, Rekey rekey) {
        header(rekey.header());
        Deployment.chunks(rekey).forEach(this::chunk);
        updates.activate(layer);
    }
}
