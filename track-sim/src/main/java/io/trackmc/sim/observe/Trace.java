package io.trackmc.sim.observe;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.event.DropReason;
import io.trackmc.sim.net.Datagram;

import java.util.function.Consumer;

/** Readable history of a run, a line for each thing that happened; switched on only when somebody wants to read it. */
public final class Trace implements WorldObserver {

    private static final int TYPE_OFFSET = 1;
    private static final String[] TYPES = {"-", "OData", "RData", "NullData", "Heartbeat", "Track", "Nack",
        "NackSuppress", "BindRequest", "BindConfirm", "BindReject", "BindPending", "UnbindRequest", "UnbindConfirm",
        "EjectRequest", "EjectConfirm", "Advertise", "Query", "Rekey", "RekeyRequest"};

    private final Consumer<String> lines;

    /** @param lines takes each line, without line end */
    public Trace(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        String target = transmission.endpoint() == null ? "" : " to " + (transmission.endpoint().low() & 0xFF_FFFF);
        line(atNs, transmission.node(), "send %s%s %s".formatted(transmission.destination(), target,
                describe(transmission.bytes())));
    }

    @Override
    public void onArrival(long atNs, int node, Datagram datagram) {
        line(atNs, node, "recv %s from %d %s %s".formatted(datagram.channel(), datagram.from(), datagram.origin(),
                describe(datagram.bytes())));
    }

    @Override
    public boolean watchesDrops() {
        return true;
    }

    @Override
    public void onDrop(long atNs, int node, DropReason reason) {
        line(atNs, node, "drop " + reason);
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        line(atNs, node, "event " + event);
    }

    @Override
    public void onOffered(long atNs, int node, byte[] message) {
        line(atNs, node, "offer " + message.length + " bytes");
    }

    @Override
    public void onDelivered(long atNs, int node, byte[] message) {
        line(atNs, node, "deliver " + message.length + " bytes");
    }

    @Override
    public void onClosed(long atNs, int node) {
        line(atNs, node, "close");
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        line(atNs, node, "host " + change + " run " + run);
    }

    private void line(long atNs, int node, String text) {
        lines.accept("%,17d  node %-3d %s".formatted(atNs, node, text));
    }

    private static String describe(byte[] bytes) {
        int type = bytes.length > TYPE_OFFSET ? bytes[TYPE_OFFSET] & 0xFF : 0;
        String name = type < TYPES.length ? TYPES[type] : "type " + type;
        return "%s (%d bytes, %016x)".formatted(name, bytes.length, ContentHash.of(bytes));
    }
}
