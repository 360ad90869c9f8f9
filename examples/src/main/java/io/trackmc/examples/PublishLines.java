package io.trackmc.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.sender.Confirmation;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.PublisherListener;
import io.trackmc.sender.SenderContext;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes each line of standard input as one message, and says up to which line everybody stores them. Offers without blocking, and
 * decides itself what to do about each code.
 */
public final class PublishLines {

    private static final long PAUSE_NS = 1_000_000;

    private PublishLines() {}

    /** Publishes with the configuration of a sender and, if there are two arguments, on that network interface. */
    public static void main(String[] args) throws Exception {
        NodeConfig config = Configuration.of(args, "PublishLines");
        run(config, new BufferedReader(new InputStreamReader(System.in, UTF_8)), System.err);
    }

    /** Publishes all lines and waits until all receivers have confirmed them. */
    public static Confirmation run(NodeConfig config, BufferedReader lines, PrintStream messages) throws Exception {
        PublisherListener listener = new PublisherListener() {
            @Override
            public void onStable(long position, int receivers, int expected) {
                messages.printf("position %d is stored by %d of %d receivers%n", position, receivers, expected);
            }
        };
        SenderContext context = new SenderContext().nodeConfig(config).warnings(messages::println).listener(listener);
        try (Publisher publisher = Publisher.open(context)) {
            publisher.receiversBound(1).join();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                publish(publisher, line.getBytes(UTF_8));
            }
            return publisher.finish().join();
        }
    }

    private static void publish(Publisher publisher, byte[] message) {
        long position = publisher.offer(message);
        while (position < 0) {
            if (position == Publisher.KEY_EXPIRED || position == Publisher.CLOSED) {
                throw new IllegalStateException("nothing more can be published: " + Publisher.nameOf(position));
            }
            // BACK_PRESSURED, RATE_LIMITED or NOT_CONNECTED pass. A program that cannot wait might drop the line here instead.
            LockSupport.parkNanos(PAUSE_NS);
            position = publisher.offer(message);
        }
    }
}
