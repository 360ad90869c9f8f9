package io.trackmc.sim.observe;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.event.DropReason;
import io.trackmc.sim.net.Datagram;

import java.util.ArrayList;
import java.util.List;

/** Passes everything on to several observers, in the order in which they were added. */
public final class Observers implements WorldObserver {

    private final List<WorldObserver> observers = new ArrayList<>();
    private boolean watchDrops;

    /** Adds an observer; it sees what happens from now on. */
    public void add(WorldObserver observer) {
        observers.add(observer);
        watchDrops |= observer.watchesDrops();
    }

    /** Whether anybody wants to hear of drops. */
    public boolean watchDrops() {
        return watchDrops;
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        for (WorldObserver each : observers) {
            each.onTransmit(atNs, transmission);
        }
    }

    @Override
    public void onArrival(long atNs, int node, Datagram datagram) {
        for (WorldObserver each : observers) {
            each.onArrival(atNs, node, datagram);
        }
    }

    @Override
    public void onDrop(long atNs, int node, DropReason reason) {
        for (WorldObserver each : observers) {
            each.onDrop(atNs, node, reason);
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        for (WorldObserver each : observers) {
            each.onEvent(atNs, node, event);
        }
    }

    @Override
    public void onOffered(long atNs, int node, byte[] message) {
        for (WorldObserver each : observers) {
            each.onOffered(atNs, node, message);
        }
    }

    @Override
    public void onDelivered(long atNs, int node, byte[] message) {
        for (WorldObserver each : observers) {
            each.onDelivered(atNs, node, message);
        }
    }

    @Override
    public void onConfirmed(long atNs, int node, long sequence) {
        for (WorldObserver each : observers) {
            each.onConfirmed(atNs, node, sequence);
        }
    }

    @Override
    public void onClosed(long atNs, int node) {
        for (WorldObserver each : observers) {
            each.onClosed(atNs, node);
        }
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        for (WorldObserver each : observers) {
            each.onHost(atNs, node, run, change);
        }
    }

    @Override
    public void onEnd(long atNs) {
        for (WorldObserver each : observers) {
            each.onEnd(atNs);
        }
    }
}
