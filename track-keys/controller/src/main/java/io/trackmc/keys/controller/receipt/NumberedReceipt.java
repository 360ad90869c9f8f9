package io.trackmc.keys.controller.receipt;

import io.trackmc.keys.transport.receipt.Receipt;

/**
 * A receipt whose signature holds.
 *
 * @param number in its chain, from 1
 * @param isHeadless whether receipts of the same chain come before it that are not here
 */
public record NumberedReceipt(long number, boolean isHeadless, Receipt receipt) {}
