package io.trackmc.receiver;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a subscription receives, as a {@link Flow.Publisher}. Nothing is polled that was not requested, so a subscriber that requests
 * nothing holds the sender back in the end, as an application that does not poll.
 *
 * <p>One subscriber; others get an error. It is called by one virtual thread, and may {@linkplain Subscription#confirm confirm} in
 * {@code onNext}. The flow completes with the subscription, or fails with the error that ended it; a subscriber
 * learns of either only with something requested.
 */
public final class FlowSource implements Flow.Publisher<StreamItem> {

    private final Subscription subscription;
    private final AtomicBoolean taken = new AtomicBoolean();

    FlowSource(Subscription subscription) {
        this.subscription = subscription;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super StreamItem> subscriber) {
        Objects.requireNonNull(subscriber);
        if (taken.compareAndSet(false, true)) {
            FlowDelivery delivery = new FlowDelivery(subscription, subscriber);
            subscriber.onSubscribe(delivery);
            delivery.start();
        } else {
            subscriber.onSubscribe(new Refused());
            subscriber.onError(new IllegalStateException("a subscription has one subscriber"));
        }
    }

    private static final class Refused implements Flow.Subscription {

        @Override
        public void request(long n) {
            // Nothing will come.
        }

        @Override
        public void cancel() {
            // Nothing will come.
        }
    }
}
