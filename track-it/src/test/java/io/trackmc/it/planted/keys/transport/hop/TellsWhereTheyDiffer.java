package io.trackmc.it.planted.keys.transport.hop;

import java.util.Arrays;

/** Breaks constant-time. */
final class TellsWhereTheyDiffer {

    boolean isRight(byte[] mac, byte[] said) {
        return Arrays.equals(mac, said);
    }
}
