package io.trackmc.sim.observe;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.sim.net.Datagram;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Fingerprint of a whole run: equal for equal runs, different as soon as one byte, time, event or delivery differs. */
public final class EventHash implements WorldObserver {

    private static final long[] ORIGINS = hashes(Datagram.Origin.values());
    private static final long[] DESTINATIONS = hashes(Transmit.Destination.values());
    private static final long[] CHANGES = hashes(HostChange.values());

    private long hash;

    /** A datagram reaches all of a group one after the other: it is hashed once. */
    private byte @Nullable [] known;
    private long knownHash;

    /** Fingerprint of everything so far. */
    public long value() {
        return hash;
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        begin('T', atNs, transmission.node());
        add(DESTINATIONS[transmission.destination().ordinal()]);
        Endpoint endpoint = transmission.endpoint();
        if (endpoint != null) {
            add(endpoint.high());
            add(endpoint.low());
            add(endpoint.port());
        }
        add(ContentHash.of(transmission.bytes()));
    }

    @Override
    public void onArrival(long atNs, int node, Datagram datagram) {
        begin('A', atNs, node);
        add(datagram.id());
        add(ORIGINS[datagram.origin().ordinal()]);
        add(hash(datagram.bytes()));
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        begin('E', atNs, node);
        add(hash(event));
    }

    @Override
    public void onOffered(long atNs, int node, byte[] message) {
        begin('O', atNs, node);
        add(ContentHash.of(message));
    }

    @Override
    public void onDelivered(long atNs, int node, byte[] message) {
        begin('D', atNs, node);
        add(ContentHash.of(message));
    }

    @Override
    public void onClosed(long atNs, int node) {
        begin('C', atNs, node);
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        begin('H', atNs, node);
        add(run);
        add(CHANGES[change.ordinal()]);
    }

    @SuppressWarnings("ReferenceEquality") // To compare the bytes would take as long as to hash them.
    private long hash(byte[] datagram) {
        if (datagram != known) {
            known = datagram;
            knownHash = ContentHash.of(datagram);
        }
        return knownHash;
    }

    private static long[] hashes(Object[] constants) {
        return Arrays.stream(constants).mapToLong(EventHash::hash).toArray();
    }

    private static long hash(Object value) {
        return ContentHash.of(value.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void begin(char kind, long atNs, int node) {
        add(kind);
        add(atNs);
        add(node);
    }

    private void add(long value) {
        hash = ContentHash.add(hash, value);
    }
}
