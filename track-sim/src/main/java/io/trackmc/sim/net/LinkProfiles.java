package io.trackmc.sim.net;

/** Profile of each link; asked at each datagram, so that a network can get better or worse while it runs. */
@FunctionalInterface
public interface LinkProfiles {

    /** Profile of the path between two nodes, by node id. */
    LinkProfile of(int from, int to);

    /** The same profile everywhere. */
    static LinkProfiles all(LinkProfile profile) {
        return (from, to) -> profile;
    }

    /** These profiles, except that {@code profile} holds on the path between two nodes. */
    default LinkProfiles except(int from, int to, LinkProfile profile) {
        return (someFrom, someTo) -> someFrom == from && someTo == to ? profile : of(someFrom, someTo);
    }

    /** These profiles, except that {@code profile} holds on all paths to {@code to}. */
    default LinkProfiles exceptTo(int to, LinkProfile profile) {
        return (someFrom, someTo) -> someTo == to ? profile : of(someFrom, someTo);
    }
}
