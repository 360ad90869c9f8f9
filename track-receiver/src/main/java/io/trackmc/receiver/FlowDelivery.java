package io.trackmc.receiver;

import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Polls for one subscriber, on a virtual thread, one item for each that it has requested. */
final class FlowDelivery implements Flow.Subscription, StreamHandler {

    private final Subscription subscription;
    private final Flow.Subscriber<? super StreamItem> subscriber;
    private final FlowDemand demand = new FlowDemand();

    FlowDelivery(Subscription subscription, Flow.Subscriber<? super StreamItem> subscriber) {
        this.subscription = subscription;
        this.subscriber = subscriber;
    }

    void start() {
        Thread.ofVirtual().name("track-flow-source").start(this::run);
    }

    @Override
    public void request(long n) {
        demand.request(n);
        if (n < 1) {
            subscription.wakeUp();
        }
    }

    @Override
    public void cancel() {
        demand.cancel();
        subscription.wakeUp();
    }

    @Override
    public void onMessage(byte[] bytes, int offset, int length) {
        throw new IllegalStateException("messages have places");
    }

    @Override
    public void onMessage(long place, byte[] bytes, int offset, int length) {
        ByteBuffer copy = ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset, offset + length));
        subscriber.onNext(new StreamItem.Message(place, copy));
    }

    @Override
    public void onSessionOpened(SessionOpened session) {
        subscriber.onNext(new StreamItem.Opened(session));
    }

    @Override
    public void onGap(Unrecoverable gap) {
        subscriber.onNext(new StreamItem.Gap(gap));
    }

    @Override
    public void onSessionClosed(SessionClosed session) {
        subscriber.onNext(new StreamItem.Closed(session));
    }

    private void run() {
        try {
            deliver();
        } catch (InterruptedException | RuntimeException e) {
            fail(e);
        }
    }

    /** One item at a time, because none may be taken off the queue after the subscriber has cancelled. */
    private void deliver() throws InterruptedException {
        while (!demand.isCancelled()) {
            if (demand.isMisused()) {
                fail(new IllegalArgumentException("requested less than one item"));
                return;
            }
            demand.await();
            int polled = demand.isCancelled() || demand.isMisused() ? 0 : subscription.blockingPoll(this, 1);
            if (polled == Subscription.END) {
                var _ = subscription.finished().whenComplete((nothing, error) -> end(error));
                return;
            }
            if (polled > 0) {
                demand.take();
            }
        }
    }

    private void end(@Nullable Throwable error) {
        if (error == null) {
            subscriber.onComplete();
        } else {
            fail(error instanceof CompletionException wrapped && wrapped.getCause() != null ? wrapped.getCause()
                    : error);
        }
    }

    private void fail(Throwable error) {
        if (!demand.isCancelled()) {
            demand.cancel();
            subscriber.onError(error);
        }
    }
}
