package io.trackmc.proto.event;

/** What engines count besides drops; metrics use the names in lower case. */
public enum CounterId {
    DATAGRAMS_RECEIVED,
    DATAGRAMS_SENT,
    BYTES_RECEIVED,
    BYTES_SENT,
    /** OData accepted (receiver, RH) or sent for the first time (sender). */
    DATA_PACKETS,
    /** Bytes of the datagrams in which the sender sent these. */
    DATA_BYTES_SENT,
    /** Messages delivered to the application, or offered by it. */
    MESSAGES,
    /** RData that filled a gap here. */
    REPAIRS_RECEIVED,
    /** RData of the data stream sent by unicast. */
    REPAIRS_SENT_UNICAST,
    /** RData sent on the local control channel. */
    REPAIRS_SENT_REGION,
    /** RData sent on the data channel. */
    REPAIRS_SENT_DATA,
    /** Bytes of the datagrams of all these repairs. */
    REPAIR_BYTES_SENT,
    /** RData of the control stream sent, each to one child: repair heads take the record from nobody else. */
    CONTROL_RECORDS_SENT,
    /** Sequences asked for that could not be repaired here, and had to be asked for above. */
    REPAIRS_MISSED,
    /** Packets, and parts of rekeys, asked for and not sent: they were on their way. */
    REPAIRS_UNDER_WAY,
    /** The same: the child has used up its share. */
    REPAIRS_OVER_SHARE,
    /** The same: the child has not shown yet that it is where it speaks from. */
    REPAIRS_UNPROVEN,
    /** Times that repairs which were owed had to wait for this parent's limit of rate. */
    REPAIRS_OVER_RATE,
    /** Times that they had to wait for the limit that it shares with others. */
    REPAIRS_OVER_SHARED_RATE,
    NACKS_SENT,
    NACKS_RECEIVED,
    NACK_SUPPRESS_SENT,
    NACK_SUPPRESS_RECEIVED,
    /** Sequences whose request was put off because the parent fetches them. */
    NACKS_PUT_OFF,
    /** Sequences that a repair for somebody else brought before they were asked for. */
    NACKS_SPARED_BY_REPAIR,
    /** Sequences that came late, and before they were asked for. */
    NACKS_SPARED_BY_LATE,
    TRACKS_SENT,
    TRACKS_RECEIVED,
    HEARTBEATS_SENT,
    HEARTBEATS_RECEIVED,
    BIND_REQUESTS_SENT,
    BIND_REQUESTS_RECEIVED,
    /** Receivers refused although there were places: those were reserved for repair heads. */
    RESERVED_REFUSALS,
    /** Children refused because all places that this parent shares with others were taken. */
    SHARED_PLACES_REFUSALS,
    /** Keys of this region given to children of other tenants, each as often as it went out. */
    REGION_KEYS_GIVEN,
    /** Candidates asked how far away they are. */
    QUERIES_SENT,
    /** The same answered as a parent. */
    QUERIES_ANSWERED,
    /** Sequences found missing. */
    LOSSES_DETECTED,
    /** Sequences given up for good. */
    UNRECOVERABLE,
    /** Of these, the parent had them no more; the next three for other causes. */
    LOST_BY_WINDOW,
    LOST_BY_TIMEOUT,
    LOST_BY_PARENT,
    LOST_BY_KEY,
    FAILOVERS,
    /** Children sent away because they held the group back. */
    CHILDREN_EJECTED,
    /** Times that the flow-control window stopped the sender. */
    WINDOW_STALLS,
    /** Times that the token bucket delayed the sender. */
    RATE_DELAYS,
    /** Time that the sender had something to send and somebody left no room for it, in nanoseconds; the next five the same for other causes. */
    STALLED_BY_WINDOW_NS,
    STALLED_BY_APPLICATION_NS,
    STALLED_BY_RATE_NS,
    STALLED_BY_CONGESTION_NS,
    STALLED_BY_KEYS_NS,
    STALLED_BY_NO_MEMBERS_NS,
    /** Parts of rekeys sent to children. */
    REKEY_PARTS_SENT,
    /** Parts of rekeys that were new here. */
    REKEY_PARTS_RECEIVED,
    /** Questions for parts of rekeys. */
    REKEY_REQUESTS_SENT,
    /** Confirmations of a receiver that had confirmed before, or that were more than a parent counts. */
    CONFIRMATIONS_IGNORED
}
