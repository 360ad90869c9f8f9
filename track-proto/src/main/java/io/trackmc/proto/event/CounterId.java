package io.trackmc.proto.event;

/** What engines count besides drops; metrics use the names in lower case. */
public enum CounterId {
    DATAGRAMS_RECEIVED,
    DATAGRAMS_SENT,
    BYTES_RECEIVED,
    BYTES_SENT,
    /** OData accepted (receiver, RH) or sent for the first time (sender). */
    DATA_PACKETS,
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
    /** RData of the control stream sent, each to one child: repair heads take the record from nobody else. */
    CONTROL_RECORDS_SENT,
    /** Sequences asked for that could not be repaired here, and had to be asked for above. */
    REPAIRS_MISSED,
    /** Requests ignored: the repair was on its way, or the child has used up its share or not shown where it is. */
    REPAIRS_HELD_OFF,
    NACKS_SENT,
    NACKS_RECEIVED,
    NACK_SUPPRESS_SENT,
    NACK_SUPPRESS_RECEIVED,
    TRACKS_SENT,
    TRACKS_RECEIVED,
    HEARTBEATS_SENT,
    HEARTBEATS_RECEIVED,
    BIND_REQUESTS_SENT,
    BIND_REQUESTS_RECEIVED,
    /** Receivers refused although there were places: those were reserved for repair heads. */
    RESERVED_REFUSALS,
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
    FAILOVERS,
    /** Children sent away because they held the group back. */
    CHILDREN_EJECTED,
    /** Times that the flow-control window stopped the sender. */
    WINDOW_STALLS,
    /** Times that the token bucket delayed the sender. */
    RATE_DELAYS,
    /** Parts of rekeys sent to children. */
    REKEY_PARTS_SENT,
    /** Parts of rekeys that were new here. */
    REKEY_PARTS_RECEIVED,
    /** Questions for parts of rekeys. */
    REKEY_REQUESTS_SENT,
    /** Confirmations of a receiver that had confirmed before, or that were more than a parent counts. */
    CONFIRMATIONS_IGNORED
}
