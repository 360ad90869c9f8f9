package io.trackmc.net.metrics;

import java.util.List;

/**
 * A metric that is a published figure.
 *
 * @param label name of the one label that it has besides those of the node; empty for none
 * @param value of that label
 * @param help one sentence
 */
record FigureMetric(FigureId id, Roles roles, String name, String label, String value, String help) {

    private static final String LAYER = "layer";
    private static final String TRANSPORT = "transport";
    private static final String CONTENT = "content";
    private static final String EPOCH = "track_key_epoch";
    private static final String EPOCH_HELP = "Epoch that the node sends under, or opened last.";
    private static final String NEWEST = "track_rekey_newest";
    private static final String NEWEST_HELP = "Number of the newest rekey that the node knows of.";
    private static final String APPLIED = "track_rekey_applied";
    private static final String APPLIED_HELP = "Number of the newest rekey that the node has applied.";
    private static final String CHILDREN = "track_children";
    private static final String CHILDREN_HELP = "Children that count.";

    /** All, those of one name one after the other. */
    static final List<FigureMetric> ALL = List.of(
            of(FigureId.LEVEL, Roles.ALL, "track_level", "Level in the tree: 0 the sender, 128 without a parent."),
            new FigureMetric(FigureId.REPAIR_HEADS, Roles.PARENTS, CHILDREN, "kind", "repair_head", CHILDREN_HELP),
            new FigureMetric(FigureId.RECEIVERS, Roles.PARENTS, CHILDREN, "kind", "receiver", CHILDREN_HELP),
            of(FigureId.SUBTREE_RECEIVERS, Roles.PARENTS, "track_subtree_receivers", "Receivers below, at any depth."),
            of(FigureId.HIGHEST_SEQUENCE, Roles.ALL, "track_highest_sequence",
                    "Highest sequence of the session that was sent, or is known to exist."),
            of(FigureId.COMPLETE_SEQUENCE, Roles.ALL, "track_complete_sequence",
                    "Up to here the whole tree has everything, of a sender; the node itself, of others."),
            of(FigureId.WINDOW_ROOM, Roles.SENDER, "track_window_room_packets",
                    "Packets that the tree has room for beyond the last one sent."),
            of(FigureId.CONGESTION_RATE, Roles.SENDER, "track_congestion_rate_bytes_per_second",
                    "Rate that congestion control permits; 0 without it."),
            new FigureMetric(FigureId.TRANSPORT_EPOCH, Roles.ALL, EPOCH, LAYER, TRANSPORT, EPOCH_HELP),
            new FigureMetric(FigureId.CONTENT_EPOCH, Roles.ENDS, EPOCH, LAYER, CONTENT, EPOCH_HELP),
            new FigureMetric(FigureId.TRANSPORT_NEWEST_REKEY, Roles.ALL, NEWEST, LAYER, TRANSPORT, NEWEST_HELP),
            new FigureMetric(FigureId.CONTENT_NEWEST_REKEY, Roles.ALL, NEWEST, LAYER, CONTENT, NEWEST_HELP),
            new FigureMetric(FigureId.TRANSPORT_APPLIED_REKEY, Roles.ALL, APPLIED, LAYER, TRANSPORT, APPLIED_HELP),
            new FigureMetric(FigureId.CONTENT_APPLIED_REKEY, Roles.ENDS, APPLIED, LAYER, CONTENT, APPLIED_HELP),
            of(FigureId.EXPELLED, Roles.ALL, "track_expelled_nodes", "Nodes that rekeys of this run have expelled."));

    private static FigureMetric of(FigureId id, Roles roles, String name, String help) {
        return new FigureMetric(id, roles, name, "", "", help);
    }
}
