package io.trackmc.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.receiver.ReceiverContext;
import io.trackmc.receiver.StreamItem;
import io.trackmc.receiver.Subscription;
import io.trackmc.sender.BlockingPublisher;
import io.trackmc.sender.Confirmation;
import io.trackmc.sender.FlowSink;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.SenderContext;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.jspecify.annotations.Nullable;

/**
 * The same as {@link PublishLines} and {@link SubscribeLines} with the adapters: as a sender, publishes a heading and waits for it, then
 * lets a flow of lines be published; as a receiver, prints what a flow gives it.
 */
public final class FlowLines {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private FlowLines() {}

    /** Does what the role in the configuration is, if there are two arguments on that network interface. */
    public static void main(String[] args) throws Exception {
        NodeConfig config = Configuration.of(args, "FlowLines");
        if (config.self().role() == NodeRole.SENDER) {
            publish(config, new BufferedReader(new InputStreamReader(System.in, UTF_8)));
        } else {
            subscribe(config, System.out).join();
        }
    }

    /** Publishes a heading and all lines, and waits until all receivers have confirmed them. */
    public static Confirmation publish(NodeConfig config, BufferedReader lines) throws Exception {
        try (Publisher publisher = Publisher.open(new SenderContext().nodeConfig(config))) {
            BlockingPublisher blocking = publisher.blocking(PATIENCE);
            long position = blocking.publish("lines follow".getBytes(UTF_8));
            if (position < 0) {
                throw new IllegalStateException("gave up waiting: " + Publisher.nameOf(position));
            }
            FlowSink sink = publisher.flow();
            try (SubmissionPublisher<byte[]> source = new SubmissionPublisher<>()) {
                source.subscribe(sink);
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    source.submit(line.getBytes(UTF_8));
                }
            }
            sink.done().join();
            return publisher.finish().join();
        }
    }

    /** Prints lines until the session is over; the future completes then. */
    public static CompletableFuture<Void> subscribe(NodeConfig config, PrintStream lines) {
        Subscription subscription = Subscription.open(new ReceiverContext().nodeConfig(config).once(true));
        Printer printer = new Printer(lines);
        subscription.flow().subscribe(printer);
        return printer.done.whenComplete((nothing, error) -> subscription.close());
    }

    private static final class Printer implements Flow.Subscriber<StreamItem> {

        private static final int BATCH = 64;

        private final PrintStream lines;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private Flow.@Nullable Subscription upstream;
        private int taken;

        Printer(PrintStream lines) {
            this.lines = lines;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            upstream = subscription;
            subscription.request(BATCH);
        }

        @Override
        public void onNext(StreamItem item) {
            switch (item) {
                case StreamItem.Message message -> lines.println(UTF_8.decode(message.bytes()));
                case StreamItem.Opened opened -> lines
                        .println(opened.isLate() ? "(later than others)" : "(from the first)");
                case StreamItem.Gap gap -> lines.println("(lost: " + gap.packets() + ")");
                case StreamItem.Closed _ -> lines.println("(over)");
            }
            taken++;
            if (taken == BATCH && upstream != null) {
                taken = 0;
                upstream.request(BATCH);
            }
        }

        @Override
        public void onError(Throwable error) {
            done.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }
    }
}
