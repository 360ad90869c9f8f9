package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.ChildBound;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One life of the appliance: opens, tells what happens, closes when it is asked to. */
final class RepairHeadRun {

    /** Most events that wait to be told; what comes on top is not told. */
    private static final int MAX_WAITING = 4096;

    /** Most names of children that are kept for the report. */
    private static final int MAX_CHILDREN = 65_536;

    private static final EngineEvent WAKE_UP = new EngineEvent.Finished();

    private final NodeConfig config;
    private final StopSignal stop;
    private final Consumer<String> progress;
    private final BlockingQueue<EngineEvent> events = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Set<String> children = new LinkedHashSet<>();
    private @Nullable RepairHeadStatus status;
    private volatile @Nullable Throwable failure;

    /** @param progress takes lines for people */
    RepairHeadRun(NodeConfig config, StopSignal stop, Consumer<String> progress) {
        this.config = config;
        this.stop = stop;
        this.progress = progress;
    }

    /** Serves until it is told to stop; returns the exit code. */
    int serve(Consumer<String> warnings) {
        RepairHeadContext context = new RepairHeadContext()
                .nodeConfig(config)
                .warnings(warnings)
                .eventListener(events::offer)
                .errorHandler(this::onError);
        try (RepairHead repairHead = RepairHead.open(context)) {
            stop.onRequest(() -> events.offer(WAKE_UP));
            progress.accept(config.self().name() + " serves region "
                    + Integer.toUnsignedString(Objects.requireNonNull(config.region()).id()) + " of group "
                    + config.groupName());
            tellUntilTheEnd();
            status = repairHead.status();
        }
        return failure == null ? stop.exitCode() : RepairHeadMain.FAILED;
    }

    /** What it was doing last. */
    RepairHeadStatus status() {
        return Objects.requireNonNull(status);
    }

    /** Names of all children that it had. */
    List<String> childNames() {
        return List.copyOf(children);
    }

    /** What ended it before it was told to, or null. */
    @Nullable
    String error() {
        Throwable error = failure;
        return error == null ? null : "internal error: " + error;
    }

    private void onError(Throwable error) {
        failure = error;
        events.offer(WAKE_UP);
    }

    @SuppressWarnings("ReferenceEquality") // it is this one, not one like it, that wakes
    private void tellUntilTheEnd() {
        while (!stop.isRequested() && failure == null) {
            try {
                EngineEvent event = events.take();
                if (event != WAKE_UP) {
                    tell(event);
                }
            } catch (InterruptedException _) {
                stop.request(RepairHeadMain.FAILED);
            }
        }
    }

    private void tell(EngineEvent event) {
        switch (event) {
            case EngineEvent.ParentBound e -> progress.accept("bound to " + config.nameOf(e.parent()));
            case EngineEvent.ParentLost e -> progress.accept("lost " + config.nameOf(e.parent()) + ": " + e.why());
            case ChildBound e -> {
                if (children.size() < MAX_CHILDREN) {
                    children.add(config.nameOf(e.child()));
                }
                progress.accept("child " + config.nameOf(e.child()) + " is bound");
            }
            case EngineEvent.ChildGone e -> progress.accept("child " + config.nameOf(e.child()) + " is gone: "
                    + e.why());
            case EngineEvent.SessionOpened e -> progress.accept("a session begins at " + e.firstSequence());
            case EngineEvent.SessionClosed e -> progress.accept("the session is closed after " + e.lastSequence());
            case EngineEvent.Unrecoverable e -> progress.accept("lost for good: " + e.first() + " to " + e.last());
            default -> {}
        }
    }
}
