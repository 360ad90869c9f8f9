package io.trackmc.proto.event;

/**
 * Why a datagram, or a part of one, was dropped. Each has a counter; nothing else happens to a dropped datagram.
 *
 * <p>{@code track explain} prints the sentence here; metrics use the name in lower case.
 */
public enum DropReason {
    TOO_SHORT("shorter than a header and an ICV, or than its own lengths say"),
    TOO_LONG("longer than the datagram size of the group"),
    BAD_VERSION("a version of the wire format that this build does not speak"),
    UNKNOWN_TYPE("a message type that is reserved or does not exist"),
    MALFORMED("lengths, counts or reserved fields that the wire format does not allow"),
    WRONG_CHANNEL("a message type on a channel, or to a role, on which it is never sent"),
    UNKNOWN_ORIGIN("from a node that is neither source, parent nor child"),
    WRONG_INCARNATION("from another run of a known node, or from a source whose run no parent has confirmed"),
    WRONG_KEY_CLASS("authenticated under another key class or direction than the message requires"),
    UNKNOWN_SPI("of a group or transport epoch whose key is not installed"),
    NO_REGION_KEY("of a parent of another tenant, under a region key that it has not given this node yet"),
    REPLAYED("counter already seen, or too old to tell"),
    BAD_ICV("not authentic: the ICV is wrong"),
    DUPLICATE("INNER already held"),
    OUT_OF_WINDOW("sequence outside the window"),
    CLEAR_CONTENT("INNER in clear where the group protects content"),
    UNKNOWN_CONTENT_SPI("content epoch whose key is not installed"),
    FORGED_CONTENT("ICV right but content not authentic: a member has altered it"),
    BAD_CONTENT("opened, but not a valid sequence of frames or records"),
    BAD_REKEY("a rekey that its authority did not make, or for another group or chain"),
    STALE_REKEY("a rekey older than those that are kept, or of which the header is not known"),
    STALE("right, but overtaken: an old answer, or a message for another state"),
    TOO_OFTEN("a question that is asked more often than it is answered"),
    UNASKED("rekeys under keys of no epoch from a node that was not asked for them lately, or was expelled"),
    NO_ROOM("a bounded table or queue was full"),
    INJECTED("dropped on purpose by a fault injector");

    private final String explanation;

    DropReason(String explanation) {
        this.explanation = explanation;
    }

    /** One clause, in words for operators. */
    public String explanation() {
        return explanation;
    }
}
