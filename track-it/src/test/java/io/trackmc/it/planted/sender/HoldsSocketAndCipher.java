package io.trackmc.it.planted.sender;

import io.netty.channel.Channel;
import io.trackmc.it.planted.cli.Command;
import io.trackmc.it.planted.receiver.KnowsSender;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/** Breaks netty, crypto, cli-on-top and sender-alone. */
public final class HoldsSocketAndCipher {
    public @Nullable Channel channel;
    public @Nullable Cipher cipher;
    public @Nullable Command command;
    public @Nullable KnowsSender role;
}
