package io.trackmc.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.receiver.ReceiverContext;
import io.trackmc.receiver.StreamHandler;
import io.trackmc.receiver.Subscription;
import java.io.PrintStream;

/** Prints the messages of one session as lines, and beside them what a reader must know: a late start, gaps, the end. */
public final class SubscribeLines {

    private static final int BATCH = 256;

    private SubscribeLines() {}

    /** Subscribes with the configuration of a receiver and, if there are two arguments, on that network interface. */
    public static void main(String[] args) throws Exception {
        run(Configuration.of(args, "SubscribeLines"), System.out, System.err);
    }

    /** Prints until the session is over. */
    public static void run(NodeConfig config, PrintStream lines, PrintStream messages) throws InterruptedException {
        ReceiverContext context = new ReceiverContext().nodeConfig(config).warnings(messages::println).once(true);
        Printer printer = new Printer(lines, messages);
        try (Subscription subscription = Subscription.open(context)) {
            int count = 0;
            while (count != Subscription.END) {
                count = subscription.blockingPoll(printer, BATCH);
                lines.flush();
            }
        }
    }

    private record Printer(PrintStream lines, PrintStream messages) implements StreamHandler {

        @Override
        public void onMessage(byte[] bytes, int offset, int length) {
            lines.println(new String(bytes, offset, length, UTF_8));
        }

        @Override
        public void onSessionOpened(SessionOpened session) {
            messages.println("a session begins");
        }

        @Override
        public void onLateJoin(long firstSequence) {
            messages.println("what was sent before packet " + firstSequence + " is missing here");
        }

        @Override
        public void onGap(Unrecoverable gap) {
            messages.println("packets " + gap.first() + " to " + gap.last() + " are lost");
        }

        @Override
        public void onSessionClosed(SessionClosed session) {
            messages.println(session.aborted() ? "the session was aborted" : "the session is over");
        }
    }
}
