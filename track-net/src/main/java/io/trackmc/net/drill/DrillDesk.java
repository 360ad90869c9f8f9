package io.trackmc.net.drill;

import io.trackmc.keys.transport.file.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes orders of drills for one process, at its management address, and tells what has happened there. There is one only where {@code drills.longest} is set.
 *
 * <p>Whatever is ordered has an end that needs nobody: the time is kept here, so who has ordered it may die. Any thread.
 */
public final class DrillDesk {

    /** For the answer to leave before the process does. */
    private static final long BEFORE_END_NS = 50_000_000;

    /** How often a thread that hangs looks whether it may go on. */
    private static final long LOOK_NS = 5_000_000;

    private static final double NS_PER_MS = 1e6;

    private final String node;
    private final long longestNs;
    private final LongSupplier clockNs;
    private final ProcessEnd process;
    private final @Nullable SocketFaults sockets;
    private final @Nullable Consumer<Runnable> driver;
    private final ParentEvents events;
    private final Consumer<String> log;
    private final List<Ordered> ordered = new ArrayList<>();
    private volatile long hangUntilNs;

    /** What was ordered and may not be over. */
    private record Ordered(FaultOrder order, long untilNs) {}

    private DrillDesk(String node, long longestNs, LongSupplier clockNs, ProcessEnd process,
            @Nullable SocketFaults sockets, @Nullable Consumer<Runnable> driver, ParentEvents events,
            Consumer<String> log) {
        this.node = node;
        this.longestNs = longestNs;
        this.clockNs = clockNs;
        this.process = process;
        this.sockets = sockets;
        this.driver = driver;
        this.events = events;
        this.log = log;
        this.hangUntilNs = clockNs.getAsLong();
    }

    /**
     * That of a node of the tree.
     *
     * @param longestNs longest time for which anything is taken
     * @param driver runs something on the thread that hangs when it is told to
     * @param events what has happened to its parents
     * @param log takes a line of each order
     */
    public static DrillDesk ofNode(String node, long longestNs, LongSupplier clockNs, ProcessEnd process,
            SocketFaults sockets, Consumer<Runnable> driver, ParentEvents events, Consumer<String> log) {
        return new DrillDesk(node, longestNs, clockNs, process, sockets, driver, events, log);
    }

    /** That of an authority, whose process can end only. */
    public static DrillDesk ofAuthority(String name, long longestNs, LongSupplier clockNs, ProcessEnd process,
            Consumer<String> log) {
        return new DrillDesk(name, longestNs, clockNs, process, null, null, new ParentEvents(), log);
    }

    /**
     * Carries out an order, and says how things are then.
     *
     * @param word of a {@link FaultKind}, or {@code undo}
     * @param parameters of a query
     * @throws BadOrderException when nothing was done, with why
     */
    public String order(String word, Map<String, List<String>> parameters) {
        if (word.equals("undo")) {
            undo();
            return look();
        }
        FaultOrder order = FaultOrder.parse(word, parameters, longestNs);
        if (order.kind().lasts() && (sockets == null || driver == null)) {
            throw new BadOrderException(word + ": found at an authority, allowed there: kill, drain, undo");
        }
        log.accept("a drill orders: " + order.kind().word()
                + (order.kind().lasts() ? " for " + Math.round(order.forNs() / NS_PER_MS) + " ms" : ""));
        carryOut(order);
        return look();
    }

    /** How things are: what is ordered, and what has happened, by {@link System#nanoTime}. */
    public String look() {
        long nowNs = clockNs.getAsLong();
        JsonText out = new JsonText().field("node", node).field("nanoTime", nowNs)
                .field("longestMillis", Math.round(longestNs / NS_PER_MS));
        out.objects("active", active(nowNs), (text, each) -> text.field("fault", each.order.kind().word())
                .field("leftMillis", Math.round((each.untilNs - nowNs) / NS_PER_MS)));
        events.write(out);
        return out.oneLine();
    }

    private synchronized List<Ordered> active(long nowNs) {
        ordered.removeIf(each -> each.untilNs - nowNs <= 0);
        return List.copyOf(ordered);
    }

    private void undo() {
        log.accept("a drill orders: undo");
        if (sockets != null) {
            sockets.end();
        }
        hangUntilNs = clockNs.getAsLong();
        synchronized (this) {
            ordered.clear();
        }
    }

    private void carryOut(FaultOrder order) {
        long nowNs = clockNs.getAsLong();
        switch (order.kind()) {
            case KILL -> soon(process::kill);
            case DRAIN -> soon(process::terminate);
            case HANG -> hang(nowNs + order.forNs());
            case LOSS, PARTITION -> {
                if (sockets != null) {
                    sockets.begin(order);
                }
            }
        }
        if (order.kind().lasts()) {
            synchronized (this) {
                ordered.removeIf(each -> (each.order.kind() == FaultKind.HANG) == (order.kind() == FaultKind.HANG));
                ordered.add(new Ordered(order, nowNs + order.forNs()));
            }
        }
    }

    private void hang(long untilNs) {
        hangUntilNs = untilNs;
        if (driver != null) {
            driver.accept(this::stand);
        }
    }

    /** On the thread that hangs; looks now and then whether it was told to go on. */
    private void stand() {
        for (long leftNs = leftNs(); leftNs > 0; leftNs = leftNs()) {
            LockSupport.parkNanos(Math.min(leftNs, LOOK_NS));
        }
    }

    private long leftNs() {
        return hangUntilNs - clockNs.getAsLong();
    }

    private static void soon(Runnable end) {
        Thread.ofPlatform().name("track-drill").daemon().start(() -> {
            LockSupport.parkNanos(BEFORE_END_NS);
            end.run();
        });
    }
}
