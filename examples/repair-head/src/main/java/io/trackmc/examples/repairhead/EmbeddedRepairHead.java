package io.trackmc.examples.repairhead;

import io.trackmc.keys.transport.bundle.NodeConfKeys;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.repairhead.RepairHeadContext;
import io.trackmc.repairhead.RepairHeadStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A repair head inside a program that does something else too. Its children are handed to other parents before it ends.
 *
 * <p>The program must not be able to open what it repairs: it depends on {@code track-repairhead} and on nothing that brings {@code track-payload-keys}, and it looks
 * for itself that no such class is there. A program that embeds a sender or a receiver beside a repair head gives that up.
 */
public final class EmbeddedRepairHead implements AutoCloseable {

    /** Any of these on the class path, and the process could open content if somebody gave it the keys. */
    private static final List<String> MUST_BE_ABSENT = List.of("io.trackmc.keys.payload.ContentBundle",
            "io.trackmc.keys.controller.authority.Authority", "io.trackmc.sender.Publisher",
            "io.trackmc.receiver.Subscription");

    private static final long PATIENCE_SECONDS = 10;

    private final RepairHead node;
    private final CompletableFuture<Boolean> drained = new CompletableFuture<>();

    /**
     * Opens it.
     *
     * @param said takes a line for each thing that an operator would like to know; on the driver's thread, so it must not wait
     */
    public EmbeddedRepairHead(NodeConfig config, Consumer<String> said) {
        requireNothingThatOpensContent();
        node = RepairHead.open(new RepairHeadContext().nodeConfig(config).warnings(said).eventListener(event -> {
            switch (event) {
                case EngineEvent.ParentBound bound -> said.accept("bound to " + config.nameOf(bound.parent()));
                case EngineEvent.ChildBound bound -> said.accept("serves " + config.nameOf(bound.child()));
                // Also when an authority gives it no keys any more: RepairHead.refusal says so.
                case EngineEvent.Drained _ -> drained.complete(true);
                default -> {
                    // Status tells the rest.
                }
            }
        }));
    }

    /** {@code NODE.conf INTERFACE}: serves until it is told to stop. */
    public static void main(String[] args) {
        NodeConfig config = NodeConfigFile.read(Path.of(args[0]), Map.of(NodeConfKeys.NET_INTERFACE, args[1]));
        EmbeddedRepairHead repairHead = new EmbeddedRepairHead(config, System.out::println);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            RepairHeadStatus status = repairHead.status();
            repairHead.close();
            System.out.println("repaired " + status.repairsSent() + " packets; held " + status.keysHeld());
        }));
        // Here the program does what else it is for.
        repairHead.node.ended().join();
    }

    /** What it is doing now. */
    public RepairHeadStatus status() {
        return node.status();
    }

    /** Lets its children find other parents first, which takes them milliseconds, and waits ten seconds for it at most. */
    @Override
    public void close() {
        node.drain();
        drained.completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        node.close();
    }

    private static void requireNothingThatOpensContent() {
        for (String name : MUST_BE_ABSENT) {
            try {
                Class.forName(name, false, EmbeddedRepairHead.class.getClassLoader());
            } catch (ClassNotFoundException _) {
                continue;
            }
            throw new IllegalStateException(name + " is on the class path of a repair head");
        }
    }
}
