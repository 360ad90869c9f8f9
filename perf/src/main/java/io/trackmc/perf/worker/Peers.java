package io.trackmc.perf.worker;

/** The ends of a peer, by its name. */
final class Peers {

    private Peers() {}

    static Source source(String peer, Settings settings) throws Exception {
        return switch (peer) {
            case "track" -> new TrackSource(settings);
            case "aeron" -> new AeronSource(settings, false);
            case "aeron-tuned" -> new AeronSource(settings, true);
            case "jgroups", "jgroups-tuned" -> new JGroupsSource(settings, peer);
            case "ceiling-gso" -> new CeilingSource(settings, false);
            case "ceiling-crypto" -> new CeilingSource(settings, true);
            default -> throw unknown(peer);
        };
    }

    static Sink sink(String peer, Settings settings) throws Exception {
        return switch (peer) {
            case "track" -> new TrackSink(settings);
            case "aeron" -> new AeronSink(settings, false);
            case "aeron-tuned" -> new AeronSink(settings, true);
            case "jgroups", "jgroups-tuned" -> new JGroupsSink(settings, peer);
            case "ceiling-gso" -> new CeilingSink(settings, false);
            case "ceiling-crypto" -> new CeilingSink(settings, true);
            default -> throw unknown(peer);
        };
    }

    private static IllegalArgumentException unknown(String peer) {
        return new IllegalArgumentException("no peer " + peer);
    }
}
