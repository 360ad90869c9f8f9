package io.trackmc.sim.net;

import io.trackmc.sim.core.EventQueue;
import io.trackmc.sim.core.Seed;

import org.agrona.collections.Long2ObjectHashMap;

/** Paths with a memory: bursts, order, bottlenecks and replays depend on what went over a link before. */
final class LinkCarrier implements Carrier {

    private final EventQueue queue;
    private final Seed seed;
    private final Boarding boarding;
    private final Long2ObjectHashMap<Link> links = new Long2ObjectHashMap<>();
    private LinkProfiles profiles = LinkProfiles.all(LinkProfile.CLEAN);

    LinkCarrier(EventQueue queue, Sockets sockets, Seed seed) {
        this.queue = queue;
        this.seed = seed;
        this.boarding = new Boarding(queue, sockets);
    }

    void profiles(LinkProfiles newProfiles) {
        profiles = newProfiles;
    }

    LinkProfiles profiles() {
        return profiles;
    }

    void clog(int from, int to, long untilNs) {
        link(from, to).clogUntil(untilNs);
    }

    @Override
    public void carry(Datagram datagram, int to) {
        int from = datagram.from();
        boarding.target(to);
        link(from, to).send(queue.nowNs(), profiles.of(from, to), datagram, boarding);
    }

    @Override
    public void depart() {
        boarding.close();
    }

    private Link link(int from, int to) {
        long key = ((long) from << Integer.SIZE) | (to & 0xFFFF_FFFFL);
        Link known = links.get(key);
        if (known != null) {
            return known;
        }
        Link link = new Link(seed.child("link").child(key));
        links.put(key, link);
        return link;
    }
}
