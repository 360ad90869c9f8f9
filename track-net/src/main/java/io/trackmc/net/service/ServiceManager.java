package io.trackmc.net.service;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The service manager that has started this process, as sd_notify(3) has it: is told when the program is ready, when it reads its configuration
 * again, when it stops, and, where a watchdog is wanted, that it is alive. Where there is none ({@code NOTIFY_SOCKET} is not set), nothing happens.
 *
 * <p>Never waits and never fails: what cannot be told is told to {@code warnings}, once. {@link #alive} is for one thread, the rest for any.
 */
public final class ServiceManager {

    /** What takes messages; one datagram each. */
    @FunctionalInterface
    interface Channel {
        void send(String message) throws IOException;
    }

    /** Whoever looks this often finds in the worst case, a moment too early and then in time, half of the period gone. */
    private static final int TIMES_A_PERIOD = 4;

    private final @Nullable Channel channel;
    private final long feedNs;
    private final Consumer<String> warnings;
    private final AtomicBoolean hasWarned = new AtomicBoolean();
    private volatile boolean serves;
    private boolean isFed;
    private long fedNs;

    private ServiceManager(@Nullable Channel channel, long feedNs, Consumer<String> warnings) {
        this.channel = channel;
        this.feedNs = feedNs;
        this.warnings = warnings;
    }

    /** The one of this process. */
    public static ServiceManager ofProcess(Consumer<String> warnings) {
        return of(System.getenv(), ProcessHandle.current().pid(), warnings);
    }

    /** None, for programs inside others. */
    public static ServiceManager none() {
        return new ServiceManager(null, Long.MAX_VALUE, line -> {});
    }

    static ServiceManager of(Map<String, String> environment, long pid, Consumer<String> warnings) {
        String name = environment.get("NOTIFY_SOCKET");
        if (name == null || name.isEmpty()) {
            return none();
        }
        try {
            return of(new NotifySocket(name)::send, watchdogNs(environment, pid), warnings);
        } catch (IllegalArgumentException | LinkageError e) {
            warnings.accept("NOTIFY_SOCKET cannot be used: " + e.getMessage());
            return none();
        }
    }

    /** @param watchdogNs longest time without a sign of life; {@link Long#MAX_VALUE} for any */
    static ServiceManager of(Channel channel, long watchdogNs, Consumer<String> warnings) {
        return new ServiceManager(
                channel, watchdogNs == Long.MAX_VALUE ? watchdogNs : watchdogNs / TIMES_A_PERIOD, warnings);
    }

    private static long watchdogNs(Map<String, String> environment, long pid) {
        String of = environment.get("WATCHDOG_PID");
        String micros = environment.get("WATCHDOG_USEC");
        if (micros == null || (of != null && !of.equals(Long.toString(pid)))) {
            return Long.MAX_VALUE;
        }
        try {
            long us = Long.parseLong(micros);
            return us > 0 ? TimeUnit.MICROSECONDS.toNanos(us) : Long.MAX_VALUE;
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }

    /** It serves. */
    public void ready() {
        serves = true;
        send("READY=1");
    }

    /** It reads its configuration again; {@link #reloaded} follows. Not told before it serves, or when it ends: then it would count as ready. */
    public void reloading() {
        if (serves) {
            send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
        }
    }

    /** It has read its configuration. */
    public void reloaded() {
        if (serves) {
            send("READY=1");
        }
    }

    /** It begins to end. */
    public void stopping() {
        serves = false;
        send("STOPPING=1");
    }

    /** A sentence for people, of one line, on what it is doing. */
    public void status(String sentence) {
        send("STATUS=" + sentence.replaceAll("\\R", " "));
    }

    /** It is alive now: to be called after whoever does the work has answered, at least every {@link #feedNs}. */
    public void alive(long nowNs) {
        if (feedNs == Long.MAX_VALUE || (isFed && nowNs - fedNs < feedNs)) {
            return;
        }
        isFed = true;
        fedNs = nowNs;
        send("WATCHDOG=1");
    }

    /** Longest time between two calls of {@link #alive}, in nanoseconds; {@link Long#MAX_VALUE} without a watchdog. */
    public long feedNs() {
        return feedNs;
    }

    private void send(String message) {
        if (channel == null) {
            return;
        }
        try {
            channel.send(message);
        } catch (IOException | IllegalStateException | LinkageError e) {
            if (hasWarned.compareAndSet(false, true)) {
                warnings.accept("the service manager cannot be told: " + e.getMessage());
            }
        }
    }
}
