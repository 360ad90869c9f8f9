package io.trackmc.repairhead;

/** Whoever owns sessions of an appliance, and what these share. Any thread. */
final class Tenant {

    private final String name;
    private final TenantRate rate;
    private final TenantPlaces places;
    private volatile Caps caps;

    /** With its caps. */
    Tenant(String name, Caps caps) {
        this.name = name;
        this.caps = caps;
        this.rate = new TenantRate(caps.bytesPerSecond(), caps.burstBytes());
        this.places = new TenantPlaces(caps.children());
    }

    String name() {
        return name;
    }

    Caps caps() {
        return caps;
    }

    /** Others from now on. Children that are there stay. */
    void caps(Caps newCaps) {
        caps = newCaps;
        rate.rate(newCaps.bytesPerSecond(), newCaps.burstBytes());
        places.places(newCaps.children());
    }

    TenantRate rate() {
        return rate;
    }

    TenantPlaces places() {
        return places;
    }
}
