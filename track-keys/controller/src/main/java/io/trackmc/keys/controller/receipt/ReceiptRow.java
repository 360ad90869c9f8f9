package io.trackmc.keys.controller.receipt;

import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.proto.receipt.ReceiptEntry;

/**
 * What one receipt says of one receiver, and how much of that no earlier receipt has said.
 *
 * @param number of the receipt in its parent's chain
 * @param entry of the receiver
 * @param packets that it says first: what other receipts have said already, of whichever parent, is not counted again
 */
public record ReceiptRow(long number, Receipt receipt, ReceiptEntry entry, long packets) {

    /** Name of the receiver, or its node id where the parent knew none. */
    public String receiver() {
        String name = receipt.names().get(entry.id());
        return name == null ? Integer.toUnsignedString(entry.id()) : name;
    }
}
