package io.trackmc.net.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.keys.transport.tls.TlsContexts;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a server, behind TLS: hands its frames on one after the other, and ends it when it breaks a limit.
 *
 * <p>Between a request and its answer, and while the other end does not read its answers, no other is handed on, and none is read beyond the one that
 * waits: a client that asks faster than it is answered fills its own buffers, and takes no more turns at the handler than one that waits.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {

    private final SslHandler tls;
    private final Requests requests;
    private final Attendance.Visit visit;
    private final FrameCutter frames;
    private @Nullable List<X509Certificate> chain;
    private @Nullable ConnectionReply reply;
    private @Nullable Future<?> alarm;
    private boolean withinFrame;
    private boolean busy;

    ConnectionHandler(SslHandler tls, Requests requests, Attendance.Visit visit, FrameCutter frames) {
        this.tls = tls;
        this.requests = requests;
        this.visit = visit;
        this.frames = frames;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read();
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (context.channel().isActive() && !frames.add(bytes)) {
                requests.counters.brokenFrames.increment();
                end(context);
                return;
            }
        } finally {
            bytes.release();
        }
        next(context);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        readOn(context);
        context.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            handshaken(context, handshake);
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancelAlarm();
        frames.release();
        visit.end();
    }

    private void handshaken(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake)
            throws SSLPeerUnverifiedException, CertificateEncodingException {
        if (!handshake.isSuccess()) {
            requests.counters.failedHandshakes.increment();
            tell(context, handshake.cause());
            end(context);
            return;
        }
        if (!TlsContexts.speaksOurProtocol(tls.engine())) {
            requests.counters.wrongProtocol.increment();
            end(context);
            return;
        }
        requests.counters.handshakes.increment();
        List<X509Certificate> shown = new ArrayList<>();
        for (Certificate certificate : tls.engine().getSession().getPeerCertificates()) {
            shown.add((X509Certificate) certificate);
        }
        if (!visit.certify(HexFormat.of().formatHex(Sha256.newDigest().digest(shown.getFirst().getEncoded())))) {
            end(context);
            return;
        }
        chain = List.copyOf(shown);
        reply = new ConnectionReply(context.channel(), requests);
        watch(context);
        context.read();
    }

    private void tell(ChannelHandlerContext context, Throwable failure) {
        if (context.channel().remoteAddress() instanceof InetSocketAddress from && !HandshakeFault.isGoodBye(failure)) {
            requests.refusals.refused(from, HandshakeFault.text(failure));
        }
    }

    /** Hands on the next frame that is whole, unless one is being answered. */
    private void next(ChannelHandlerContext context) {
        List<X509Certificate> known = chain;
        ConnectionReply back = reply;
        if (busy || known == null || back == null || !context.channel().isActive()) {
            return;
        }
        if (!back.hasRoom()) {
            if (alarm == null) {
                watch(context);
            }
            back.readWhenRoom(() -> goOn(context));
            return;
        }
        byte[] frame = frames.next();
        if (frame != null) {
            busy = true;
            cancelAlarm();
            if (!requests.offer(known, frame, back, () -> context.executor().execute(() -> {
                busy = false;
                goOn(context);
            }), () -> context.executor().execute(() -> awaitRead(context)))) {
                end(context);
            }
        } else if (frames.isBroken()) {
            requests.counters.brokenFrames.increment();
            end(context);
        } else if (alarm == null || frames.isWithinFrame() != withinFrame) {
            watch(context);
        }
    }

    /** The last answer is on its way: the other end has as long to read it as to read any other. */
    private void awaitRead(ChannelHandlerContext context) {
        if (!context.isRemoved() && context.channel().isActive()) {
            watch(context);
        }
    }

    private void goOn(ChannelHandlerContext context) {
        if (!context.isRemoved()) {
            next(context);
            readOn(context);
        }
    }

    /** Also while a request is being answered something is read, to learn that the other end has gone. */
    private void readOn(ChannelHandlerContext context) {
        ConnectionReply back = reply;
        boolean next = !busy && (back == null || back.hasRoom());
        if (context.channel().isActive() && (next || !frames.isWithinFrame())) {
            context.read();
        }
    }

    /** Waits for the rest of a frame, for the first byte of one, or for the other end to read what it was answered. */
    private void watch(ChannelHandlerContext context) {
        cancelAlarm();
        ConnectionReply back = reply;
        withinFrame = frames.isWithinFrame() && (back == null || back.hasRoom());
        TlsLimits.Patience patience = requests.limits.patience();
        Duration wait = withinFrame ? patience.frame() : patience.silence();
        alarm = context.executor().schedule(() -> tooLong(context), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tooLong(ChannelHandlerContext context) {
        alarm = null;
        ConnectionReply back = reply;
        if (back != null && back.hasMovedOn() && !(withinFrame && back.hasRoom())) {
            watch(context); // it is silent because it is still reading
        } else {
            (withinFrame ? requests.counters.slowFrames : requests.counters.silent).increment();
            end(context);
        }
    }

    private void cancelAlarm() {
        Future<?> set = alarm;
        if (set != null) {
            set.cancel(false);
            alarm = null;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // there is nobody to tell when a connection that is over cannot be closed
    private static void end(ChannelHandlerContext context) {
        context.close();
    }
}
