package io.trackmc.sender;

import io.trackmc.net.node.NodeClosedException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A {@link Flow.Subscriber} that publishes each array it is given as one message. It asks for {@value #DEMAND} arrays at most in advance
 * and for more as they are taken, so back-pressure reaches the source of the flow.
 *
 * <p>A virtual thread of its own offers to the publisher: nobody else may until {@link #done}. The arrays are its own from
 * {@code onNext} until they are published. The end of the flow does not end the session.
 */
public final class FlowSink implements Flow.Subscriber<byte[]> {

    /** Most arrays that were asked for and are not published yet. */
    public static final int DEMAND = 256;

    private static final Object COMPLETE = new Object();

    private final BlockingPublisher publisher;
    private final CompletableFuture<Void> ended;
    private final BlockingQueue<Object> items = new ArrayBlockingQueue<>(DEMAND + 1);
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private final AtomicBoolean subscribed = new AtomicBoolean();

    /** @param ended completes, well or not, when the node ends */
    FlowSink(BlockingPublisher publisher, CompletableFuture<Void> ended) {
        this.publisher = publisher;
        this.ended = ended;
    }

    /**
     * Completes, when the flow is complete and published, with the position of the last message, 0 without any. Fails with the error of
     * the flow, once all before it is published, or with {@link NodeClosedException} when the publisher took nothing more.
     */
    public CompletableFuture<Long> done() {
        return done.copy();
    }

    @Override
    public void onSubscribe(Flow.Subscription upstream) {
        Objects.requireNonNull(upstream);
        if (!subscribed.compareAndSet(false, true)) {
            upstream.cancel();
            return;
        }
        Thread worker = Thread.ofVirtual().name("track-flow-sink").start(() -> run(upstream));
        var _ = ended.whenComplete((nothing, error) -> worker.interrupt());
        upstream.request(DEMAND);
    }

    @Override
    public void onNext(byte[] message) {
        put(Objects.requireNonNull(message));
    }

    @Override
    public void onError(Throwable error) {
        put(new Failure(Objects.requireNonNull(error)));
    }

    @Override
    public void onComplete() {
        put(COMPLETE);
    }

    /** There is room for as many as were asked for and the end; a source that sends more breaks its contract. */
    private void put(Object item) {
        if (!done.isDone() && !items.offer(item)) {
            done.completeExceptionally(new IllegalStateException("more than the " + DEMAND + " asked for"));
        }
    }

    private void run(Flow.Subscription upstream) {
        try {
            publishAll(upstream);
        } catch (InterruptedException e) {
            done.completeExceptionally(new NodeClosedException("the publisher was closed"));
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        } finally {
            upstream.cancel();
        }
    }

    private void publishAll(Flow.Subscription upstream) throws InterruptedException {
        long position = 0;
        int published = 0;
        while (!done.isDone()) {
            switch (items.take()) {
                case byte[] message -> position = publisher.publish(message);
                case Failure failure -> done.completeExceptionally(failure.error());
                default -> done.complete(position);
            }
            if (position < 0) {
                done.completeExceptionally(new NodeClosedException(
                        "the publisher takes nothing more: " + Publisher.nameOf(position)));
            }
            if (++published == DEMAND / 2) {
                upstream.request(published);
                published = 0;
            }
        }
    }

    private record Failure(Throwable error) {}
}
