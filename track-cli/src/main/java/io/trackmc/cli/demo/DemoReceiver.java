package io.trackmc.cli.demo;

import io.trackmc.cli.expulsion.GivenKeys;
import io.trackmc.cli.file.DiskTarget;
import io.trackmc.cli.file.FileDigest;
import io.trackmc.cli.file.ReceivedFiles;
import io.trackmc.cli.picture.TreeNode;
import io.trackmc.cli.task.Background;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.net.node.KeySource;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.receiver.ReceiverContext;
import io.trackmc.receiver.ReceiverStatus;
import io.trackmc.receiver.Subscription;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A receiver of the demonstration: writes its copy on a thread of its own. */
final class DemoReceiver implements Closeable {

    private final NodeConfig config;
    private final Path copy;
    private final CountingLoss loss;
    private final GivenKeys given;
    private final Subscription node;
    private final ReceivedFiles files;
    private final Background<Void> work;
    private volatile @Nullable String parent;
    private volatile boolean expelled;

    DemoReceiver(NodeConfig config, Path copy, DemoPlan plan, Runnable keyRequests,
            Consumer<String> warnings)
            throws IOException {
        this.config = config;
        this.copy = copy;
        this.loss = new CountingLoss(plan.seed(), config.self().id(), plan.loss());
        this.given = new GivenKeys(KeySource.authority(keyRequests));
        TransportBundle transport = given.transportKeys(config, warnings);
        this.node = Subscription
                .open(new ReceiverContext().nodeConfig(config).keySource((node, warned) -> transport)
                        .contentBundle(given.contentKeys(config, keyRequests, warnings)).loss(loss)
                        .warnings(warnings).once(true)
                        .explicitConfirm(true).eventListener(this::onEvent));
        this.files = new ReceivedFiles(DiskTarget.file(copy), node::confirm, (place, bytes, sha256) -> {});
        this.work = Background.start("demo-" + config.self().name(), this::receive);
    }

    private @Nullable Void receive() throws Exception {
        node.run(files, files::hasFailed);
        if (!expelled) {
            files.throwFailure();
        }
        return null;
    }

    private void onEvent(EngineEvent event) {
        if (event instanceof EngineEvent.ParentBound bound) {
            parent = config.nameOf(bound.parent());
        } else if (event instanceof EngineEvent.Expelled gone && gone.nodeId() == config.self().id()) {
            expelled = true;
            parent = null;
        }
    }

    String name() {
        return config.self().name();
    }

    /** Completes when the stream has ended; fails when the copy could not be made. */
    CompletableFuture<Void> done() {
        return work.result();
    }

    ReceiverStatus status() {
        return node.status();
    }

    /** What it was given when it started. */
    GivenKeys given() {
        return given;
    }

    /** Whether the authorities have expelled it, and it knows. */
    boolean isExpelled() {
        return expelled;
    }

    /** The last parent that it had. */
    @Nullable
    String parent() {
        return parent;
    }

    long lost() {
        return loss.lost();
    }

    /** Whether what is on the disk has this SHA-256. */
    boolean hasCopyOf(String sha256) throws IOException {
        return files.completed() == 1 && Files.exists(copy) && FileDigest.ofFile(copy).equals(sha256);
    }

    TreeNode picture(ReceiverStatus status, long size) {
        Long bytes = files.bytes();
        double done = files.completed() > 0 ? 1 : bytes == null || size == 0 ? 0 : (double) bytes / size;
        return new TreeNode(name(), parent, done,
                String.format("lost %,d, got %,d repairs%s", lost(), status.repairsReceived(),
                        expelled ? ", expelled" : ""));
    }

    @Override
    public void close() throws IOException {
        try (files; node; work) {
            // Work first, then the node, then the file.
        }
    }
}
