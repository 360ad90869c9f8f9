package io.trackmc.perf.worker;

import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.ODataHeader;

/**
 * A datagram of the ceilings: as long as TRACK's of its default size, with the same headers, filled with as many whole messages as there
 * is room for. In the header are only its number, from 0, and how many messages it has.
 *
 * @param messageBytes of each message
 * @param messages most in one
 */
record CeilingShape(int messageBytes, int messages) {

    /** Bytes before the content. */
    static final int CONTENT_AT = ODataHeader.LENGTH + InnerHeader.LENGTH;

    /** Where what is encrypted with its header begins. */
    static final int INNER_AT = ODataHeader.LENGTH;

    private static final int MOST_BYTES = 1408;
    private static final int BEHIND = InnerHeader.TAG_LENGTH + HopKeys.ICV_LENGTH;

    /** The shape for messages of this size, of which one at least must fit. */
    static CeilingShape of(int messageBytes, boolean packed) {
        int fitting = (MOST_BYTES - CONTENT_AT - BEHIND) / messageBytes;
        if (fitting == 0) {
            throw new IllegalArgumentException(
                    "a message of " + messageBytes + " bytes does not fit into a datagram of "
                            + MOST_BYTES);
        }
        return new CeilingShape(messageBytes, packed ? fitting : 1);
    }

    /** Bytes of content in a full one. */
    int contentBytes() {
        return messages * messageBytes;
    }

    /** Bytes of a full one. */
    int datagramBytes() {
        return CONTENT_AT + contentBytes() + BEHIND;
    }

    /** Where the ICV of a full one begins. */
    int icvAt() {
        return datagramBytes() - HopKeys.ICV_LENGTH;
    }
}
