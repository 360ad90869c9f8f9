package io.trackmc.net.metrics;

import io.trackmc.proto.event.CounterId;
import java.util.List;

/**
 * A metric that is a counter of the engine.
 *
 * @param name without {@code _total}
 * @param roles that have it
 * @param label name of the one label that it has besides those of the node; empty for none
 * @param value of that label
 * @param help one sentence
 */
record CounterMetric(CounterId id, Roles roles, String name, String label, String value, String help) {

    private static final String REPAIRS_SENT = "track_repair_packets_sent";
    private static final String REPAIRS_SENT_HELP = "Repairs of data sent, by how: to one child, to the region, or to all.";
    private static final String BACKPRESSURE = "track_backpressure_events";
    private static final String BACKPRESSURE_HELP = "Times that the sender had something to send and had to wait: for room in the tree, or for its limit of rate.";

    private static final String REASON = "reason";
    private static final String LIMIT = "limit";
    private static final String DEFERRED = "track_repairs_deferred";
    private static final String DEFERRED_HELP = "Packets asked for and not sent, by why: they were under way, or the child has used up its share or not shown where it is.";
    private static final String DELAYED = "track_repairs_delayed";
    private static final String DELAYED_HELP = "Times that repairs had to wait for a limit of rate: the node's own, or its tenant's.";
    private static final String SPARED = "track_naks_suppressed";
    private static final String SPARED_HELP = "Packets missing and not asked for when it was time, by why: the parent fetches them, or they came before, as a repair or late.";

    /** All, those of one name one after the other. */
    static final List<CounterMetric> ALL = List.of(
            of(CounterId.DATAGRAMS_RECEIVED, Roles.ALL, "track_datagrams_received",
                    "Datagrams received, of all kinds."),
            of(CounterId.DATAGRAMS_SENT, Roles.ALL, "track_datagrams_sent", "Datagrams sent, of all kinds."),
            of(CounterId.BYTES_RECEIVED, Roles.ALL, "track_datagram_bytes_received", "Bytes of datagrams received."),
            of(CounterId.BYTES_SENT, Roles.ALL, "track_datagram_bytes_sent", "Bytes of datagrams sent."),
            of(CounterId.DATA_PACKETS, Roles.SENDER, "track_data_packets_sent",
                    "Packets of data sent, each counted once."),
            of(CounterId.DATA_PACKETS, Roles.CHILDREN, "track_data_packets_received",
                    "Packets of data received as the source sent them, without repairs."),
            of(CounterId.MESSAGES, Roles.ENDS, "track_messages",
                    "Messages taken from the application, or handed to it."),
            of(CounterId.DATA_BYTES_SENT, Roles.SENDER, "track_data_bytes_sent",
                    "Bytes of the datagrams in which packets of data were sent, each counted once."),
            of(CounterId.REPAIR_BYTES_SENT, Roles.PARENTS, "track_repair_bytes_sent",
                    "Bytes of the datagrams in which repairs of data were sent."),
            new CounterMetric(CounterId.REPAIRS_SENT_UNICAST, Roles.PARENTS, REPAIRS_SENT, "to", "child",
                    REPAIRS_SENT_HELP),
            new CounterMetric(CounterId.REPAIRS_SENT_REGION, Roles.PARENTS, REPAIRS_SENT, "to", "region",
                    REPAIRS_SENT_HELP),
            new CounterMetric(CounterId.REPAIRS_SENT_DATA, Roles.SENDER, REPAIRS_SENT, "to", "all", REPAIRS_SENT_HELP),
            of(CounterId.REPAIRS_RECEIVED, Roles.CHILDREN, "track_repairs_received", "Repairs that filled a gap here."),
            of(CounterId.REPAIRS_MISSED, Roles.PARENTS, "track_repairs_missed",
                    "Packets that children asked for and that are not here."),
            new CounterMetric(CounterId.REPAIRS_UNDER_WAY, Roles.PARENTS, DEFERRED, REASON, "under_way", DEFERRED_HELP),
            new CounterMetric(CounterId.REPAIRS_OVER_SHARE, Roles.PARENTS, DEFERRED, REASON, "share", DEFERRED_HELP),
            new CounterMetric(CounterId.REPAIRS_UNPROVEN, Roles.PARENTS, DEFERRED, REASON, "unproven", DEFERRED_HELP),
            new CounterMetric(CounterId.REPAIRS_OVER_RATE, Roles.PARENTS, DELAYED, LIMIT, "own", DELAYED_HELP),
            new CounterMetric(CounterId.REPAIRS_OVER_SHARED_RATE, Roles.PARENTS, DELAYED, LIMIT, "tenant",
                    DELAYED_HELP),
            of(CounterId.NACKS_RECEIVED, Roles.PARENTS, "track_naks_received", "Requests for repairs received."),
            of(CounterId.NACKS_SENT, Roles.CHILDREN, "track_naks_sent", "Requests for repairs sent."),
            of(CounterId.NACK_SUPPRESS_SENT, Roles.PARENTS, "track_nak_suppressions_sent",
                    "Times that children were told that a repair is on its way."),
            of(CounterId.NACK_SUPPRESS_RECEIVED, Roles.CHILDREN, "track_nak_suppressions_received",
                    "Times that the parent told that a repair is on its way."),
            new CounterMetric(CounterId.NACKS_PUT_OFF, Roles.CHILDREN, SPARED, REASON, "parent_fetches", SPARED_HELP),
            new CounterMetric(CounterId.NACKS_SPARED_BY_REPAIR, Roles.CHILDREN, SPARED, REASON, "repaired",
                    SPARED_HELP),
            new CounterMetric(CounterId.NACKS_SPARED_BY_LATE, Roles.CHILDREN, SPARED, REASON, "late", SPARED_HELP),
            of(CounterId.LOSSES_DETECTED, Roles.CHILDREN, "track_gaps_detected",
                    "Packets found missing; most are repaired."),
            of(CounterId.FAILOVERS, Roles.CHILDREN, "track_failovers", "Binds to another parent after one was lost."),
            of(CounterId.RESERVED_REFUSALS, Roles.PARENTS, "track_reserved_refusals",
                    "Receivers refused because the places left are for repair heads."),
            of(CounterId.SHARED_PLACES_REFUSALS, Roles.PARENTS, "track_tenant_refusals",
                    "Children refused because the tenant has as many as it may."),
            of(CounterId.CHILDREN_EJECTED, Roles.PARENTS, "track_children_ejected",
                    "Children sent away because they held the group back."),
            new CounterMetric(CounterId.WINDOW_STALLS, Roles.SENDER, BACKPRESSURE, "reason", "window",
                    BACKPRESSURE_HELP),
            new CounterMetric(CounterId.RATE_DELAYS, Roles.SENDER, BACKPRESSURE, "reason", "rate", BACKPRESSURE_HELP),
            of(CounterId.REKEY_PARTS_SENT, Roles.PARENTS, "track_rekey_parts_sent",
                    "Parts of rekeys sent to children."),
            of(CounterId.REKEY_PARTS_RECEIVED, Roles.CHILDREN, "track_rekey_parts_received",
                    "Parts of rekeys that were new here."));

    private static CounterMetric of(CounterId id, Roles roles, String name, String help) {
        return new CounterMetric(id, roles, name, "", "", help);
    }
}
