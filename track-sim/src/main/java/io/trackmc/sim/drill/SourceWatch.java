package io.trackmc.sim.drill;

import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.tree.SourceProgram;
import io.trackmc.sim.world.World;

/** How long the source stood still, and how much it had to keep. */
final class SourceWatch implements WorldObserver {

    private final World world;
    private final int source;
    private final long intervalNs;
    private long lastNs;
    private boolean sending;
    private long longestStallNs;
    private long mostKept;

    /** @param intervalNs time between two messages when nothing holds the source back */
    SourceWatch(World world, int source, long intervalNs) {
        this.world = world;
        this.source = source;
        this.intervalNs = intervalNs;
    }

    /** Longest time without new data while there was some to send, beyond the pace of the source. */
    long longestStallNs() {
        return longestStallNs;
    }

    /** Most packets that were sent and not yet with everybody. */
    long mostKept() {
        return mostKept;
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        if (transmission.node() != source
                || OuterHeader.typeCode(transmission.bytes(), 0) != MessageType.ODATA.code()) {
            return;
        }
        if (sending) {
            longestStallNs = Math.max(longestStallNs, atNs - lastNs - intervalNs);
        }
        sending = true;
        lastNs = atNs;
        if (world.node(source).program() instanceof SourceProgram program) {
            mostKept = Math.max(mostKept, program.engine().lastSent() - program.engine().stableSequence());
        }
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        if (node == source) {
            sending = false;
        }
    }

    @Override
    public void onClosed(long atNs, int node) {
        sending = false;
    }
}
