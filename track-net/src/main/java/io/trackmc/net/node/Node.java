package io.trackmc.net.node;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.DatagramFaults;
import io.trackmc.net.DriverOptions;
import io.trackmc.net.EngineDriver;
import io.trackmc.net.NetCounterId;
import io.trackmc.net.NodeSockets;
import io.trackmc.net.drill.DrillDesk;
import io.trackmc.net.drill.DrilledNode;
import io.trackmc.net.drill.ProcessEnd;
import io.trackmc.net.drill.SocketFaults;
import io.trackmc.net.management.ManagementCounters;
import io.trackmc.net.management.ManagementServer;
import io.trackmc.net.management.ManagementSource;
import io.trackmc.net.metrics.NodeFigures;
import io.trackmc.net.metrics.NodeMetrics;
import io.trackmc.net.receipt.ReceiptKeeper;
import io.trackmc.net.tree.TreeNode;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.rekey.NodeRekeys;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A running node: sockets, keys, an engine and the driver between them. Any thread, unless said otherwise.
 *
 * <p>Life cycle: {@link #open}, {@link #start}, {@link #close} or an error, {@link #ended}.
 *
 * @param <E> the role's engine
 * @param <S> what the role does on the driver's thread
 */
public final class Node<E extends Engine, S extends DriverSide> {

    /** Commands that may wait; more are refused. */
    public static final int MAX_WAITING_COMMANDS = 1024;

    private final NodeSetup setup;
    private final NodeSockets sockets;
    private final E engine;
    private final S side;
    private final NodeHopKeys firstKeys;
    private final ChangingKeys changing;
    private final ObjLongConsumer<NodeFigures> publish;
    private final Supplier<List<Counters>> counters;
    private final EngineDriver driver;
    private final Queue<LongConsumer> commands = new MpscVarHandleArrayQueue<>(MAX_WAITING_COMMANDS);
    private final CompletableFuture<Void> ended;
    private final ManagementSource source;
    private final NodeMetrics metrics;
    private final OwnTree ownTree;
    private final @Nullable ReceiptKeeper receipts;
    private final @Nullable ManagementServer management;
    private volatile boolean closing;

    // Of the driver's thread.
    private long timesJoinedAgain;

    private Node(NodeSetup setup, NodeSockets sockets, Function<NodeHopKeys, ChangingKeys> change, Maker<E> maker,
            BiFunction<E, ChangingKeys, S> side) {
        this.setup = setup;
        this.sockets = sockets;
        this.firstKeys = new NodeHopKeys(setup.bundle(), setup.incarnations().next());
        this.changing = change.apply(firstKeys);
        this.engine = maker.make(firstKeys, changing.forEngine(), sockets.unicastEndpoint().port());
        this.side = side.apply(engine, changing);
        this.receipts = keepReceipts();
        this.publish = this::publish;
        this.counters = this.side::counters;
        long drillsNs = drillsLongestNs(setup);
        SocketFaults faults = new SocketFaults(System::nanoTime);
        DriverOptions options = new DriverOptions(this::drain, this::afterTurn, this.side, setup.errors(), setup.loss(),
                drillsNs > 0 ? faults : DatagramFaults.NONE);
        this.driver = new EngineDriver(engine, sockets, options);
        ManagementCounters happened = setup.config().management() == null ? null : new ManagementCounters();
        this.metrics = new NodeMetrics(setup.config(), setup.hostedAs(), setup.watch(), counters, this.side.gapTimes(),
                sockets, happened);
        this.ownTree = new OwnTree(setup.config(), setup.watch(), counters);
        this.source = new NodeManagement(driver, setup.watch(), metrics, this::describe, this::tree,
                desk(drillsNs, faults));
        this.management = manage(happened);
        this.ended = driver.ended().whenComplete((nothing, error) -> {
            if (management != null) {
                management.close();
            }
            eraseKeys();
            if (receipts != null) {
                receipts.close();
            }
        });
    }

    /** 0 where drills are refused. */
    private static long drillsLongestNs(NodeSetup setup) {
        NodeConfig.Management where = setup.config().management();
        return where == null ? 0 : where.drillsLongestNs();
    }

    private @Nullable DrillDesk desk(long longestNs, SocketFaults faults) {
        return longestNs == 0 ? null
                : DrillDesk.ofNode(new DrilledNode(setup.config().self().name(), sockets.unicastEndpoint(), faults,
                        setup.watch().clock(), driver::execute, setup.watch().parents()), longestNs, System::nanoTime,
                        ProcessEnd.OWN, setup.warnings());
    }

    /** One whose children's confirmations cannot be written as they should be does not start either. */
    private @Nullable ReceiptKeeper keepReceipts() {
        try {
            return ReceiptKeeper.open(setup.config(), side.region(), setup.watch().receipts(), setup.watch().clock(),
                    setup.warnings());
        } catch (KeyFileException e) {
            eraseKeys();
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A node that cannot be watched as it should be does not start, and leaves no keys behind. */
    private @Nullable ManagementServer manage(@Nullable ManagementCounters happened) {
        NodeConfig.Management where = setup.config().management();
        try {
            return where == null || happened == null ? null
                    : ManagementServer.open(where, happened, source, setup.warnings());
        } catch (RuntimeException e) {
            eraseKeys();
            throw e;
        }
    }

    /** Shows and asks for what other files say from now on. Reads none of them. Any thread. */
    public void use(NodeReload reload) {
        metrics.expires(reload.expiry());
        if (receipts != null && reload.keyPair() != null) {
            receipts.use(reload.keyPair());
        }
        if (management != null && reload.management() != null) {
            management.use(reload.management());
        }
    }

    /**
     * Opens the sockets, makes the engine and the role's side of the driver. Nothing runs yet.
     *
     * @param change makes what lets the keys of the run change
     * @throws io.trackmc.net.ConfigurationException with every fault; nothing stays open then
     */
    public static <E extends Engine, S extends DriverSide> Node<E, S> open(
            NodeSetup setup, Function<NodeHopKeys, ChangingKeys> change, Maker<E> maker,
            BiFunction<E, ChangingKeys, S> side) {
        NodeSockets sockets = openSockets(setup);
        try {
            sockets.warnings().forEach(setup.warnings());
            return new Node<>(setup, sockets, change, maker, side);
        } catch (RuntimeException e) {
            sockets.close();
            throw e;
        }
    }

    /** Nobody else erases the keys of a node that does not come about. */
    private static NodeSockets openSockets(NodeSetup setup) {
        try {
            return NodeSockets.open(setup.socketConfig());
        } catch (RuntimeException e) {
            if (setup.ownsBundle()) {
                setup.bundle().destroy();
            }
            throw e;
        }
    }

    /** Starts the driver; {@code first} is done on its thread before anything else, with the time. */
    public void start(LongConsumer first) {
        commands.add(first);
        driver.start();
    }

    /** The engine; for the driver's thread, but for its counters. */
    public E engine() {
        return engine;
    }

    /** What the role does on the driver's thread; for that thread, unless it says otherwise. */
    public S side() {
        return side;
    }

    /** The keys of the run, as rekeys change them; for the driver's thread. */
    public ChangingKeys keys() {
        return changing;
    }

    /** What the node was made of. */
    public NodeSetup setup() {
        return setup;
    }

    /** Makes the driver look at what was put in a queue for it. */
    public void wake() {
        driver.wake();
    }

    /**
     * Runs a command on the driver's thread, with the time of its turn; an engine must never be told an earlier time after. One that
     * races with {@link #close} may not be run.
     *
     * @return false when the node is closed or closing
     * @throws RejectedExecutionException when {@link #MAX_WAITING_COMMANDS} wait
     */
    public boolean execute(LongConsumer command) {
        if (closing || ended.isDone()) {
            return false;
        }
        if (!commands.offer(command)) {
            throw new RejectedExecutionException("too many commands wait (" + MAX_WAITING_COMMANDS + ")");
        }
        driver.wake();
        return true;
    }

    /** What a question to the engine gives, asked on the driver's thread, or here once that has ended. Waits for it. */
    public <T> T ask(Supplier<T> question) {
        if (driver.isDriverThread()) {
            return question.get();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean asked = execute(nowNs -> answer.complete(question.get()));
        CompletableFuture<?> over = ended.handle((nothing, error) -> null);
        (asked ? CompletableFuture.anyOf(answer, over) : over).join();
        return answer.isDone() ? answer.join() : question.get();
    }

    /** Whether the caller is on the driver's thread. */
    public boolean isDriverThread() {
        return driver.isDriverThread();
    }

    /** Completes when the sockets are closed and the keys erased; fails with the error that ended the node. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Sends what the engine has to send, closes the sockets, ends the driver, erases the keys. Does not wait. */
    public CompletableFuture<Void> close() {
        closing = true;
        var _ = driver.close();
        return ended;
    }

    /** What is told where metrics and health are served; for whoever serves those of several nodes. */
    public ManagementSource management() {
        return source;
    }

    /** Where metrics and health are served; null for nowhere. */
    public @Nullable InetSocketAddress managementAddress() {
        return management == null ? null : management.address();
    }

    private void afterTurn(long nowNs) {
        side.run(nowNs);
        if (receipts != null) {
            receipts.afterTurn(nowNs);
        }
        setup.watch().afterTurn(nowNs, publish, counters);
        tellOfInterface();
    }

    private void tellOfInterface() {
        long times = sockets.counters().get(NetCounterId.GROUPS_JOINED_AGAIN);
        if (times != timesJoinedAgain) {
            timesJoinedAgain = times;
            setup.warnings().accept("network interface " + sockets.networkInterface()
                    + " had gone and is back: its groups were joined again");
        }
    }

    /** What there is to be told of the node, with who it is. Does not wait. */
    private CompletableFuture<Consumer<JsonText>> describe() {
        NodeConfig config = setup.config();
        return askLater(side::describe).thenApply(rest -> out -> {
            out.field("node", config.self().name()).field("role", config.self().role().text())
                    .field("group", config.groupName());
            rest.accept(out);
        });
    }

    /** What it knows for the live tree. Does not wait. */
    private CompletableFuture<TreeNode> tree() {
        return askLater(() -> ownTree.take(side)).thenApplyAsync(ownTree::tell);
    }

    /** What is asked on the driver's thread, when there is an answer. */
    private <T> CompletableFuture<T> askLater(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            if (!execute(nowNs -> answer.complete(question.get()))) {
                answer.completeExceptionally(new NodeClosedException("the node has ended"));
            }
        } catch (RejectedExecutionException busy) {
            answer.completeExceptionally(busy);
        }
        return answer;
    }

    private void publish(NodeFigures out, long nowNs) {
        side.publish(out, nowNs);
        if (receipts != null) {
            receipts.publish(out);
        }
    }

    private boolean drain(long nowNs) {
        for (int i = 0; i < MAX_WAITING_COMMANDS; i++) {
            LongConsumer command = commands.poll();
            if (command == null) {
                break;
            }
            command.accept(nowNs);
        }
        return side.drain(nowNs);
    }

    /** What waits for a disk comes last. */
    private void eraseKeys() {
        firstKeys.destroy();
        if (setup.ownsBundle()) {
            setup.bundle().destroy();
        }
        changing.close();
    }

    /**
     * Makes an engine.
     *
     * @param <E> the role's engine
     */
    @FunctionalInterface
    public interface Maker<E extends Engine> {

        /** Makes it for a run of the node whose unicast socket has that port. */
        E make(NodeHopKeys keys, NodeRekeys rekeys, int unicastPort);
    }
}
