package io.trackmc.net.management;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that takes too long. One clock runs at any time:
 *
 * <pre>
 * connected ──▶ REQUEST ──request complete──▶ ANSWER ──answer taken──▶ IDLE
 *                  ▲                                                    │
 *                  └───────────────────── first byte ───────────────────┘
 * </pre>
 *
 * A request has its time as a whole, handshake included: whoever sends it byte by byte gains nothing. Only who has had an answer may be idle.
 */
final class RequestClock extends ChannelInboundHandlerAdapter {

    /** From the connection, or from the first byte of a later request, until it is complete. */
    static final long REQUEST_SECONDS = 5;

    /** Until the answer is taken. */
    static final long ANSWER_SECONDS = 10;

    /** Between an answer and the next request; longer than the usual minute between two scrapes. */
    static final long IDLE_SECONDS = 90;

    private enum Phase {
        REQUEST,
        ANSWER,
        IDLE
    }

    private final ManagementCounters counters;
    private final Seats seats;
    private Phase phase = Phase.REQUEST;
    private @Nullable Future<?> running;

    RequestClock(ManagementCounters counters, Seats seats) {
        this.counters = counters;
        this.seats = seats;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        enter(context, Phase.REQUEST, REQUEST_SECONDS);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (phase == Phase.IDLE) {
            enter(context, Phase.REQUEST, REQUEST_SECONDS);
            seats.asks(context.channel());
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    /** A request is complete, and is being answered. */
    void requestComplete(ChannelHandlerContext context) {
        enter(context, Phase.ANSWER, ANSWER_SECONDS);
        seats.isAnswered(context.channel());
    }

    /** The answer is taken. */
    void answerTaken(ChannelHandlerContext context) {
        enter(context, Phase.IDLE, IDLE_SECONDS);
        seats.isIdle(context.channel());
    }

    private void enter(ChannelHandlerContext context, Phase next, long seconds) {
        stop();
        phase = next;
        if (context.channel().isActive()) {
            running = context.executor().schedule(() -> expire(context), seconds, TimeUnit.SECONDS);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it to be closed
    private void expire(ChannelHandlerContext context) {
        if (phase != Phase.IDLE) {
            counters.refused(Refusal.SLOW);
        }
        context.close();
    }

    private void stop() {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
    }
}
