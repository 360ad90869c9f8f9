package io.trackmc.it.planted.receiver;

import io.trackmc.it.planted.sender.HoldsSocketAndCipher;
import org.jspecify.annotations.Nullable;

/** Breaks receiver-alone. */
public final class KnowsSender {
    public @Nullable HoldsSocketAndCipher role;
}
