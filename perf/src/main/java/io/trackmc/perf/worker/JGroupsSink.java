package io.trackmc.perf.worker;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;

/** A member that receives: in the threads of the channel, one message of the source at a time. */
final class JGroupsSink implements Sink {

    private static final long LOOK_NS = 10_000_000;

    private final JChannel channel;
    private volatile Meter meter = new Meter(new Window(0, 0, 0));

    JGroupsSink(Settings settings, String peer) throws Exception {
        channel = JGroupsNode.channel(settings, peer);
        channel.setReceiver(new Receiver() {
            @Override
            public void receive(Message message) {
                meter.take(message.getArray(), message.getOffset());
            }
        });
        channel.connect("bench");
    }

    @Override
    public void run(Meter each, BooleanSupplier stop) {
        meter = each;
        while (!stop.getAsBoolean()) {
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
