package io.trackmc.net.drill;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.Addresses;
import io.trackmc.net.drill.FaultKind.Where;
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

    /** From an order that ends the process to the end, so that the answer gets away, also from a process that has just been started and is slow; it says when the end will be. */
    private static final long BEFORE_END_NS = 200_000_000;

    /** How often a thread that hangs looks whether it may go on. */
    private static final long LOOK_NS = 5_000_000;

    private static final double NS_PER_MS = 1e6;

    private final String name;
    private final long longestNs;
    private final LongSupplier clockNs;
    private final ProcessEnd process;
    private final SkewedClock wallClock;
    private final @Nullable DrilledNode node;
    private final Consumer<String> log;
    private final List<Ordered> ordered = new ArrayList<>();
    private volatile long hangUntilNs;
    private volatile @Nullable Long endsNs;

    /** What was ordered and may not be over. */
    private record Ordered(FaultOrder order, long untilNs) {}

    private DrillDesk(String name, long longestNs, LongSupplier clockNs, ProcessEnd process, SkewedClock wallClock,
            @Nullable DrilledNode node, Consumer<String> log) {
        this.name = name;
        this.longestNs = longestNs;
        this.clockNs = clockNs;
        this.process = process;
        this.wallClock = wallClock;
        this.node = node;
        this.log = log;
        this.hangUntilNs = clockNs.getAsLong();
    }

    /**
     * That of a node of the tree.
     *
     * @param longestNs longest time for which anything is taken
     * @param log takes a line of each order
     */
    public static DrillDesk ofNode(DrilledNode node, long longestNs, LongSupplier clockNs, ProcessEnd process,
            Consumer<String> log) {
        return new DrillDesk(node.name(), longestNs, clockNs, process, node.clock(), node, log);
    }

    /** That of an authority, whose process can end, and whose clock can be fast; slow it cannot be, because it would take certificates that have expired. */
    public static DrillDesk ofAuthority(String name, long longestNs, LongSupplier clockNs, ProcessEnd process,
            SkewedClock wallClock, Consumer<String> log) {
        return new DrillDesk(name, longestNs, clockNs, process, wallClock, null, log);
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
        FaultOrder order = OrderText.parse(word, parameters, longestNs);
        if (node == null && order.kind().where() != Where.PROCESS && order.kind().where() != Where.CLOCK) {
            throw new BadOrderException(word + ": found at an authority, allowed there: skew, kill, drain, undo");
        }
        if (node == null && order.offsetMs() < 0) {
            // What has expired would be good again.
            throw new BadOrderException(
                    word + ": found a clock that is slow, allowed at an authority: one that is fast");
        }
        log.accept("a drill orders: " + order.kind().word()
                + (order.kind().lasts() ? " for " + Math.round(order.forNs() / NS_PER_MS) + " ms" : ""));
        carryOut(order);
        return look();
    }

    /** How things are: what is ordered, and what has happened, by {@link System#nanoTime}. */
    public String look() {
        long nowNs = clockNs.getAsLong();
        Long ends = endsNs;
        JsonText out = new JsonText().field("node", name).field("nanoTime", nowNs)
                .field("longestMillis", Math.round(longestNs / NS_PER_MS));
        if (node != null) {
            out.field("address", Addresses.format(node.address()));
        }
        if (ends != null) {
            out.field("endsNanoTime", ends);
        }
        out.objects("active", active(nowNs), (text, each) -> text.field("fault", each.order.kind().word())
                .field("leftMillis", Math.round((each.untilNs - nowNs) / NS_PER_MS)));
        (node == null ? new ParentEvents(Integer::toUnsignedString) : node.events()).write(out);
        return out.oneLine();
    }

    private synchronized List<Ordered> active(long nowNs) {
        ordered.removeIf(each -> each.untilNs - nowNs <= 0);
        return List.copyOf(ordered);
    }

    private void undo() {
        log.accept("a drill orders: undo");
        if (node != null) {
            node.sockets().end();
        }
        wallClock.end();
        hangUntilNs = clockNs.getAsLong();
        synchronized (this) {
            ordered.clear();
        }
    }

    private void carryOut(FaultOrder order) {
        long nowNs = clockNs.getAsLong();
        switch (order.kind().where()) {
            case PROCESS -> {
                if (node != null && order.kind() == FaultKind.KILL) {
                    node.sockets().endAt(nowNs + BEFORE_END_NS);
                }
                end(nowNs, order.kind() == FaultKind.KILL ? process::kill : process::terminate);
            }
            case THREAD -> hang(nowNs + order.forNs());
            case CLOCK -> wallClock.begin(order.offsetMs(), order.forNs());
            case SOCKETS -> {
                if (node != null) {
                    node.sockets().begin(order);
                }
            }
        }
        if (order.kind().lasts()) {
            synchronized (this) {
                ordered.removeIf(each -> each.order.kind() == order.kind());
                ordered.add(new Ordered(order, nowNs + order.forNs()));
            }
        }
    }

    private void hang(long untilNs) {
        hangUntilNs = untilNs;
        if (node != null) {
            node.driver().accept(this::stand);
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

    private void end(long nowNs, Runnable end) {
        endsNs = nowNs + BEFORE_END_NS;
        Thread.ofPlatform().name("track-drill").daemon().start(() -> {
            LockSupport.parkNanos(nowNs + BEFORE_END_NS - clockNs.getAsLong());
            end.run();
        });
    }
}
