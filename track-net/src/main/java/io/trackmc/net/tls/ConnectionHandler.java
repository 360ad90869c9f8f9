package io.trackmc.net.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** One connection of a server, behind TLS: hands frames on, and ends it when it breaks a limit. */
final class ConnectionHandler extends SimpleChannelInboundHandler<ByteBuf> {

    private final SslHandler tls;
    private final Requests requests;
    private @Nullable List<X509Certificate> chain;
    private @Nullable ConnectionReply reply;

    ConnectionHandler(SslHandler tls, Requests requests) {
        this.tls = tls;
        this.requests = requests;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
        List<X509Certificate> known = chain;
        ConnectionReply back = reply;
        if (known == null || back == null || !requests.offer(known, ByteBufUtil.getBytes(frame), back)) {
            end(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            handshaken(context, handshake);
        } else if (event instanceof IdleStateEvent) {
            requests.counters.silent.increment();
            end(context);
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            requests.counters.brokenFrames.increment();
        }
        end(context);
    }

    private void handshaken(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake)
            throws SSLPeerUnverifiedException {
        if (!handshake.isSuccess()) {
            requests.counters.failedHandshakes.increment();
            end(context);
            return;
        }
        requests.counters.handshakes.increment();
        List<X509Certificate> shown = new ArrayList<>();
        for (Certificate certificate : tls.engine().getSession().getPeerCertificates()) {
            shown.add((X509Certificate) certificate);
        }
        chain = List.copyOf(shown);
        reply = new ConnectionReply(context.channel(), requests.limits, requests.counters);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // there is nobody to tell when a connection that is over cannot be closed
    private static void end(ChannelHandlerContext context) {
        context.close();
    }
}
