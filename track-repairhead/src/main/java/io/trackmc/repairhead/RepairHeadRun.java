package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.LossInjector;
import io.trackmc.net.authority.RegistrationException;
import io.trackmc.net.node.KeyRequestCount;
import io.trackmc.net.node.LonelyNode;
import io.trackmc.net.node.NodeExpelledException;
import io.trackmc.net.service.ServiceManager;
import io.trackmc.proto.engine.EngineEvent.ChildBound;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.repairhead.RepairHeadState;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One life of the appliance: opens, tells what happens, closes when it is asked to. */
final class RepairHeadRun {

    /** Most events that wait to be told; what comes on top is not told. */
    private static final int MAX_WAITING = 4096;

    private static final EngineEvent WAKE_UP = new EngineEvent.Finished();

    private final NodeConfig config;
    private final StopSignal stop;
    private final ServiceManager manager;
    private final LossInjector loss;
    private final Consumer<String> progress;
    private final KeyRequestCount requests = new KeyRequestCount();
    private final BlockingQueue<EngineEvent> events = new ArrayBlockingQueue<>(MAX_WAITING);
    private boolean isBound;
    private boolean isDraining;
    private boolean isExpelled;
    private @Nullable RepairHeadStatus status;
    private volatile @Nullable Throwable failure;

    /**
     * With its surroundings.
     *
     * @param manager told when it serves, lives and ends
     * @param loss what is thrown away on purpose
     * @param progress takes lines for people
     */
    RepairHeadRun(NodeConfig config, StopSignal stop, ServiceManager manager, LossInjector loss,
            Consumer<String> progress) {
        this.manager = manager;
        this.loss = loss;
        this.config = config;
        this.stop = stop;
        this.progress = progress;
    }

    /**
     * Serves until it is told to stop; returns the exit code.
     *
     * @param more sets what else there is to be set
     * @param opened takes the repair head once it is open
     */
    int serve(Consumer<RepairHeadContext> more, Consumer<RepairHead> opened, Consumer<String> warnings) {
        RepairHeadContext context = new RepairHeadContext()
                .nodeConfig(config)
                .loss(loss)
                .keyRequestListener(requests)
                .warnings(warnings)
                .eventListener(events::offer)
                .errorHandler(this::onError);
        more.accept(context);
        try (RepairHead repairHead = RepairHead.open(context)) {
            requests.nodeRuns();
            opened.accept(repairHead);
            stop.onRequest(() -> events.offer(WAKE_UP));
            progress.accept(config.self().name() + " serves region "
                    + Integer.toUnsignedString(Objects.requireNonNull(config.region()).id()) + " of group "
                    + config.groupName());
            // Without a parent too: there may be no sender before the next session.
            manager.ready();
            manager.status("has no parent yet");
            tellUntilTheEnd(repairHead, warnings);
            manager.stopping();
            if (failure == null) {
                failure = repairHead.refusal();
            }
            if (isExpelled && failure == null) {
                failure = new NodeExpelledException(config.self().name(), config.groupName());
            }
            status = repairHead.status();
        }
        return failure == null ? stop.exitCode() : RepairHeadMain.FAILED;
    }

    /** What it asked authorities for. */
    KeyRequestCount requests() {
        return requests;
    }

    /** What it was doing last; null when it could not be opened. */
    @Nullable
    RepairHeadStatus status() {
        return status;
    }

    /** Why it did not end as it should: with SIGTERM. Null when it did. */
    @Nullable
    String error() {
        Throwable why = failure;
        if (why != null) {
            boolean isKnown = why instanceof NodeExpelledException || why instanceof RegistrationException;
            return isKnown ? why.getMessage() : "internal error: " + why;
        }
        return stop.exitCode() == RepairHeadMain.INTERRUPTED ? "interrupted" : null;
    }

    /** What ended it before it was told to, or null. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    private void onError(Throwable error) {
        failure = error;
        events.offer(WAKE_UP);
    }

    @SuppressWarnings("ReferenceEquality") // it is this one, not one like it, that wakes
    private void tellUntilTheEnd(RepairHead repairHead, Consumer<String> warnings) {
        LonelyNode lonely = new LonelyNode(config, System.nanoTime());
        while (!stop.isUrgent() && !hasDrained(repairHead) && failure == null) {
            try {
                if (stop.isRequested() && !isDraining) {
                    isDraining = true;
                    progress.accept("drains; a second signal ends it at once");
                    manager.stopping();
                    manager.status("drains");
                    repairHead.drain();
                }
                manager.alive(System.nanoTime());
                EngineEvent event = events.poll(
                        Math.min(LonelyNode.PATIENCE_NS, manager.feedNs()), TimeUnit.NANOSECONDS);
                if (event != null && event != WAKE_UP) {
                    tell(event);
                }
                String warning = lonely.look(System.nanoTime(), !isBound, () -> repairHead.status().drops());
                if (warning != null) {
                    warnings.accept(warning);
                }
            } catch (InterruptedException _) {
                stop.request(RepairHeadMain.FAILED);
            }
        }
    }

    /**
     * Asked, not taken from an event: those that are too many are not told. One that drained and was not told to was expelled or refused.
     * Whoever has an answer knows that the driver lives.
     */
    private boolean hasDrained(RepairHead repairHead) {
        boolean drained = events.isEmpty() && repairHead.status().state() == RepairHeadState.DRAINED;
        isExpelled |= drained && !isDraining;
        return drained;
    }

    private void tell(EngineEvent event) {
        switch (event) {
            case EngineEvent.ParentBound e -> {
                isBound = true;
                tellBoth("bound to " + config.nameOf(e.parent()));
            }
            case EngineEvent.ParentLost e -> {
                isBound = false;
                tellBoth("lost " + config.nameOf(e.parent()) + ": " + e.why());
            }
            case ChildBound e -> progress.accept("child " + config.nameOf(e.child()) + " is bound");
            case EngineEvent.ChildGone e -> progress.accept("child " + config.nameOf(e.child()) + " is gone: "
                    + e.why());
            case EngineEvent.SessionOpened e -> progress.accept("a session begins at " + e.firstSequence());
            case EngineEvent.SessionClosed e -> progress.accept("the session is closed after " + e.lastSequence());
            case EngineEvent.Unrecoverable e -> progress.accept("lost for good: " + e.first() + " to " + e.last());
            case EngineEvent.Expelled e -> expelled(e.nodeId());
            case EngineEvent.Drained _ -> progress.accept("has left the tree");
            default -> {}
        }
    }

    private void tellBoth(String line) {
        progress.accept(line);
        manager.status(line);
    }

    /** It drains by itself when it is the one. */
    private void expelled(int node) {
        progress.accept(config.nameOf(node) + " was expelled");
        if (node == config.self().id()) {
            isExpelled = true;
            isDraining = true;
        }
    }
}
