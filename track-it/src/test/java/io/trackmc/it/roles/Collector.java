package io.trackmc.it.roles;

import io.trackmc.receiver.StreamItem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Takes a flow of lines one by one, as text. */
final class Collector implements Flow.Subscriber<StreamItem> {

    final CompletableFuture<List<String>> all = new CompletableFuture<>();
    private final List<String> items = new ArrayList<>();
    private Flow.Subscription upstream;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        upstream.request(1);
    }

    @Override
    public void onNext(StreamItem item) {
        items.add(switch (item) {
            case StreamItem.Message message -> StandardCharsets.UTF_8.decode(message.bytes()).toString();
            case StreamItem.Opened opened -> "opened at " + opened.session().firstSequence();
            case StreamItem.Gap gap -> "gap of " + gap.packets();
            case StreamItem.Closed _ -> "closed";
        });
        upstream.request(1);
    }

    @Override
    public void onError(Throwable error) {
        all.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        all.complete(items);
    }
}
