package io.trackmc.it.roles;

import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.receiver.StreamHandler;
import io.trackmc.receiver.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;

/** An application that polls on its own thread until the end and checks each message against {@link Messages}. */
final class Application implements AutoCloseable, StreamHandler {

    final Subscription subscription;
    final List<String> faults = new ArrayList<>();
    final List<SessionOpened> opened = new ArrayList<>();
    final List<Unrecoverable> gaps = new ArrayList<>();
    final List<SessionClosed> closed = new ArrayList<>();
    private final CompletableFuture<Application> end = new CompletableFuture<>();
    private final CRC32C sum = new CRC32C();
    private final Thread thread;
    volatile long received;
    volatile long bytes;

    Application(String name, Subscription subscription) {
        this.subscription = subscription;
        this.thread = Thread.ofPlatform().name("app-" + name).start(this::run);
    }

    /** Waits until the subscription is over. */
    Application awaitEnd() {
        return Await.future(end);
    }

    long checksum() {
        return sum.getValue();
    }

    @Override
    public void onMessage(byte[] message, int offset, int length) {
        long number = Messages.number(message, offset, length);
        if (number >= 0 && number != received && faults.size() < 10) {
            faults.add("message " + received + " is " + number);
        }
        sum.update(message, offset, length);
        bytes += length;
        received++;
    }

    @Override
    public void onSessionOpened(SessionOpened session) {
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
