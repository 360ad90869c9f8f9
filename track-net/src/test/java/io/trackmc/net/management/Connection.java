package io.trackmc.net.management;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.trackmc.net.tree.LiveTree;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One connection to a management address, byte by byte and in virtual time. */
final class Connection {

    private final EmbeddedChannel channel;

    /**
     * Nothing has been asked.
     *
     * @param token that must be shown; null for none
     */
    Connection(ManagementSource source, LiveTree tree, ManagementCounters counters, @Nullable BearerToken token,
            LongSupplier clockNs) {
        RequestClock clock = new RequestClock(counters, new Seats(1, counters));
        channel = new EmbeddedChannel(clock, ManagementServer.codec(),
                new RequestHandler(new Pages(source, tree, counters, clockNs), () -> token, counters, clock));
        channel.freezeTime();
    }

    /** What comes back at once. */
    String ask(String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
        return answer();
    }

    /** What has come back since. */
    String answer() {
        StringBuilder answer = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            answer.append(out.toString(StandardCharsets.UTF_8));
            out.release();
        }
        return answer.toString();
    }

    void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void close() {
        channel.close().syncUninterruptibly();
    }
}
