package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.KeyUpdates;

/** SPI and epoch of each of the last rekeys of one layer, as their verified headers say. */
final class KnownRekeys {

    private final long[] numbers = new long[KeyUpdates.KEPT_REKEYS];
    private final int[] spis = new int[KeyUpdates.KEPT_REKEYS];
    private final long[] epochs = new long[KeyUpdates.KEPT_REKEYS];

    void learn(long number, int spi, long epoch) {
        int slot = slot(number);
        numbers[slot] = number;
        spis[slot] = spi;
        epochs[slot] = epoch;
    }

    /** SPI of the epoch that a rekey brings; 0 when that is not known. */
    int spi(long number) {
        return numbers[slot(number)] == number ? spis[slot(number)] : 0;
    }

    /** The epoch that a rekey brings; 0 when that is not known. */
    long epoch(long number) {
        return numbers[slot(number)] == number ? epochs[slot(number)] : 0;
    }

    /** The rekey that brings the epoch of an SPI; 0 when none of those known does. */
    long rekeyOf(int spi) {
        for (int i = 0; i < spis.length; i++) {
            if (spis[i] == spi && spi != 0) {
                return numbers[i];
            }
        }
        return 0;
    }

    private static int slot(long number) {
        return (int) (number & KeyUpdates.KEPT_REKEYS - 1);
    }
}
