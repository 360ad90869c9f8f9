package io.trackmc.it.roles;

import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.receiver.StreamHandler;
import io.trackmc.receiver.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/** An application that polls on its own thread until the end and checks each message against {@link Messages}. */
final class Application implements AutoCloseable, StreamHandler {

    final Subscription subscription;
    final List<String> faults = new ArrayList<>();
    final List<SessionOpened> opened = new ArrayList<>();
    final List<Unrecoverable> gaps = new ArrayList<>();
    final List<SessionClosed> closed = new ArrayList<>();
    private final CompletableFuture<Application> end = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<Void>> milestones = new ConcurrentHashMap<>();
    private final CRC32C sum = new CRC32C();
    private final Thread thread;
    private long next = -1;
    long received;
    long bytes;

    Application(String name, Subscription subscription) {
        this.subscription = subscription;
        this.thread = Thread.ofPlatform().name("app-" + name).start(this::run);
    }

    /** Waits until the subscription is over. */
    Application awaitEnd() {
        return Await.future(end);
    }

    /** A late receiver begins anywhere, and each session begins anew; a short one does not say. */
    private long expected(long number) {
        if (number < 0) {
            next = next < 0 ? next : next + 1;
            return number;
        }
        long expected = next < 0 ? number : next;
        next = number + 1;
        return expected;
    }

    /** Number of the message that came last. */
    long last() {
        return next - 1;
    }

    long checksum() {
        return sum.getValue();
    }

    @Override
    public void onMessage(byte[] message, int offset, int length) {
        long last = next - 1;
        long number = Messages.number(message, offset, length);
        if (number != expected(number) && faults.size() < 10) {
            faults.add("message " + received + " is " + number + " after " + last);
        }
        sum.update(message, offset, length);
        bytes += length;
        received++;
        if (milestones.containsKey(received)) {
            milestones.get(received).complete(null);
        }
    }

    /** Waits until that many messages have come; to be asked before they come. */
    CompletableFuture<Void> milestone(long messages) {
        return milestones.computeIfAbsent(messages, _ -> new CompletableFuture<>());
    }

    @Override
    public void onSessionOpened(SessionOpened session) {
        next = -1;
        opened.add(session);
    }

    @Override
    public void onGap(Unrecoverable gap) {
        gaps.add(gap);
    }

    @Override
    public void onSessionClosed(SessionClosed session) {
        closed.add(session);
    }

    @Override
    public void close() {
        thread.interrupt();
        Await.thread(thread);
    }

    private void run() {
        try {
            subscription.run(this, () -> false);
            end.complete(this);
        } catch (Throwable e) {
            end.completeExceptionally(e);
        }
    }
}
