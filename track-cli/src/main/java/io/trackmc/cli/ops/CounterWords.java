package io.trackmc.cli.ops;

import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.LossCause;

/** What the counters of nodes count, in words for operators. The switches are exhaustive, so that one without a word does not compile. */
final class CounterWords {

    private CounterWords() {}

    static String counter(CounterId id) {
        return switch (id) {
            case DATAGRAMS_RECEIVED -> "datagrams of all kinds that arrived";
            case DATAGRAMS_SENT -> "datagrams of all kinds that were sent";
            case BYTES_RECEIVED -> "bytes of all datagrams that arrived";
            case BYTES_SENT -> "bytes of all datagrams that were sent";
            case DATA_PACKETS -> "packets of data that arrived as the source sent them, or were sent for the first time";
            case DATA_BYTES_SENT -> "bytes of the datagrams of these";
            case MESSAGES -> "messages handed to the application, or taken from it";
            case REPAIRS_RECEIVED -> "repairs that filled a gap here";
            case REPAIRS_SENT_UNICAST -> "repairs sent to one child";
            case REPAIRS_SENT_REGION -> "repairs sent to all children of this node";
            case REPAIRS_SENT_DATA -> "repairs sent to the whole group";
            case REPAIR_BYTES_SENT -> "bytes of the datagrams of all repairs of data";
            case CONTROL_RECORDS_SENT -> "records of the session, such as its end, sent again to one child";
            case REPAIRS_MISSED -> "packets asked for and not here: they had to be asked for above";
            case REPAIRS_UNDER_WAY -> "packets asked for and not sent, because they had just been sent: some after losses"
                    + " are normal, many mean that children ask sooner than repairs can come";
            case REPAIRS_OVER_SHARE -> "packets asked for and not sent, because the child has used up its share of the repairs;"
                    + " it asks again. Many from one child: a lossy path, or a flood (track children --url U)";
            case REPAIRS_UNPROVEN -> "packets asked for and not sent, because the child has not shown yet that it is where it speaks from";
            case REPAIRS_OVER_RATE -> "times that repairs waited for rate.repair: raise it where there is bandwidth";
            case REPAIRS_OVER_SHARED_RATE -> "times that repairs waited because the sessions of the tenant had used up its rate"
                    + " (appliance.tenants)";
            case NACKS_SENT -> "requests for repairs sent";
            case NACKS_RECEIVED -> "requests for repairs received";
            case NACK_SUPPRESS_SENT -> "times that children were told that this parent lacks the same and fetches it";
            case NACK_SUPPRESS_RECEIVED -> "times that the parent told so";
            case NACKS_PUT_OFF -> "missing packets not asked for when it was time, because the parent fetches them";
            case NACKS_SPARED_BY_REPAIR -> "missing packets that a repair for somebody else brought before they were asked for";
            case NACKS_SPARED_BY_LATE -> "missing packets that came late, before they were asked for: the network reorders";
            case TRACKS_SENT -> "reports sent to the parent";
            case TRACKS_RECEIVED -> "reports of children";
            case HEARTBEATS_SENT -> "signs of life to children";
            case HEARTBEATS_RECEIVED -> "signs of life of the parent";
            case BIND_REQUESTS_SENT -> "questions whether a parent takes this node";
            case BIND_REQUESTS_RECEIVED -> "questions whether this node takes a child";
            case RESERVED_REFUSALS -> "receivers refused although there were places: those were kept for repair heads";
            case SHARED_PLACES_REFUSALS -> "children refused because the sessions of the tenant have as many as it may"
                    + " (max-children of appliance.tenants)";
            case REGION_KEYS_GIVEN -> "keys of this region given to children of other tenants";
            case QUERIES_SENT -> "candidates asked how far away they are";
            case QUERIES_ANSWERED -> "the same answered";
            case LOSSES_DETECTED -> "packets found missing; most are repaired";
            case UNRECOVERABLE -> "packets given up for good: nobody who can be asked has them any more;"
                    + " a gap for the application. In a timely session after session.hold";
            case LOST_BY_WINDOW -> "of these: " + loss(LossCause.WINDOW);
            case LOST_BY_TIMEOUT -> "of these: " + loss(LossCause.TIMEOUT);
            case LOST_BY_PARENT -> "of these: " + loss(LossCause.PARENT_LOST);
            case LOST_BY_KEY -> "of these: " + loss(LossCause.KEY);
            case FAILOVERS -> "binds to another parent after one was lost";
            case CHILDREN_EJECTED -> "children sent away because they held the group back";
            case WINDOW_STALLS -> "times that the sender had no room in the window of the tree";
            case RATE_DELAYS -> "times that the sender had to wait for its limit of rate";
            case STALLED_BY_WINDOW_NS, STALLED_BY_APPLICATION_NS, STALLED_BY_RATE_NS, STALLED_BY_CONGESTION_NS,
                    STALLED_BY_KEYS_NS,
                    STALLED_BY_NO_MEMBERS_NS -> "nanoseconds for which the sender had something to send and did not, by why: track_sender_stalled_seconds_total";
            case REKEY_PARTS_SENT -> "parts of rekeys sent to children";
            case REKEY_PARTS_RECEIVED -> "parts of rekeys that were new here";
            case REKEY_REQUESTS_SENT -> "questions for parts of rekeys";
            case CONFIRMATIONS_IGNORED -> "confirmations of receivers that had confirmed before, or more than a parent counts";
        };
    }

    static String loss(LossCause cause) {
        return switch (cause) {
            case WINDOW -> "the parent had them no more when it was asked: its store (window.packets) is too short for such an outage";
            case TIMEOUT -> "a timely session held them for as long as session.hold says";
            case PARENT_LOST -> "the parent was lost, and the next one did not have them any more:"
                    + " compare track_retention_seconds with track_rebind_duration_seconds";
            case KEY -> "they were sealed under keys that this node has missed";
        };
    }
}
