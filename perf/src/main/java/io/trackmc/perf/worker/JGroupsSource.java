package io.trackmc.perf.worker;

import java.util.concurrent.locks.LockSupport;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;

/** The member that sends. */
final class JGroupsSource implements Source {

    private static final long LOOK_NS = 10_000_000;

    private final JChannel channel;

    JGroupsSource(Settings settings, String peer) throws Exception {
        channel = JGroupsNode.channel(settings, peer).setDiscardOwnMessages(true).connect("bench");
    }

    @Override
    public void await(int sinks) {
        while (channel.view().size() < sinks + 1) {
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    /** It keeps what it is given until everybody has it, so each message is an array of its own. */
    @Override
    public void send(byte[] message) throws Exception {
        channel.send(new BytesMessage(null, message.clone()));
    }

    @Override
    public void close() {
        channel.close();
    }
}
