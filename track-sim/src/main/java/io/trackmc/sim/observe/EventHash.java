package io.trackmc.sim.observe;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.sim.net.Datagram;

import java.nio.charset.StandardCharsets;

/** Fingerprint of a whole run: equal for equal runs, different as soon as one byte, time, event or delivery differs. */
public final class EventHash implements WorldObserver {

    private long hash;

    /** Fingerprint of everything so far. */
    public long value() {
        return hash;
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        addAll('T', atNs, transmission.node(), hash(transmission.destination()));
        Endpoint endpoint = transmission.endpoint();
        if (endpoint != null) {
            addAll(endpoint.high(), endpoint.low(), endpoint.port());
        }
        addAll(ContentHash.of(transmission.bytes()));
    }

    @Override
    public void onArrival(long atNs, int node, Datagram datagram) {
        addAll('A', atNs, node, datagram.id(), hash(datagram.origin()), ContentHash.of(datagram.bytes()));
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        addAll('E', atNs, node, hash(event));
    }

    @Override
    public void onOffered(long atNs, int node, byte[] message) {
        addAll('O', atNs, node, ContentHash.of(message));
    }

    @Override
    public void onDelivered(long atNs, int node, byte[] message) {
        addAll('D', atNs, node, ContentHash.of(message));
    }

    @Override
    public void onClosed(long atNs, int node) {
        addAll('C', atNs, node);
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        addAll('H', atNs, node, run, hash(change));
    }

    private static long hash(Object value) {
        return ContentHash.of(value.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void addAll(long... values) {
        for (long value : values) {
            hash = ContentHash.add(hash, value);
        }
    }
}
