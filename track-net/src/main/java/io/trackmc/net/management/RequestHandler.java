package io.trackmc.net.management;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers the requests of one connection, one at a time; who is refused is told why once, and is cut off. */
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> {

    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
    private static final int MOST_PARAMETERS = 8;

    private final Pages pages;
    private final Supplier<@Nullable BearerToken> tokens;
    private final ManagementCounters counters;
    private final RequestClock clock;
    private @Nullable HttpRequest request;
    private boolean answering;
    private boolean over;

    /** @param tokens that which each request must show when it comes; null for none */
    RequestHandler(Pages pages, Supplier<@Nullable BearerToken> tokens, ManagementCounters counters,
            RequestClock clock) {
        this.pages = pages;
        this.tokens = tokens;
        this.counters = counters;
        this.clock = clock;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (over) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            refuse(context, malformed(part.decoderResult()));
            return;
        }
        if (part instanceof HttpRequest head) {
            begin(context, head);
        }
        if (!over && part instanceof HttpContent content) {
            goOn(context, content);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest head) {
        if (answering) {
            refuse(context, Refusal.IMPATIENT);
        } else if (HttpUtil.isTransferEncodingChunked(head) || HttpUtil.getContentLength(head, 0L) != 0) {
            refuse(context, Refusal.BODY);
        } else {
            request = head;
        }
    }

    private void goOn(ChannelHandlerContext context, HttpContent content) {
        HttpRequest head = request;
        if (content.content().isReadable() || head == null) {
            refuse(context, Refusal.BODY);
        } else if (content instanceof LastHttpContent) {
            request = null;
            clock.requestComplete(context);
            answer(context, head);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it to be closed
    private void answer(ChannelHandlerContext context, HttpRequest head) {
        BearerToken token = tokens.get();
        boolean isOpen = pages.open(path(head.uri())) != null;
        if (token != null && !isOpen && !token.isShownBy(head.headers().get(HttpHeaderNames.AUTHORIZATION))) {
            refuse(context, Refusal.UNAUTHENTICATED);
            return;
        }
        if (token == null && !HostHeader.isAddress(head.headers().get(HttpHeaderNames.HOST))) {
            refuse(context, Refusal.HOST);
            return;
        }
        boolean orders = head.method().equals(HttpMethod.POST) && token != null && Pages.isOrder(head.uri());
        if (!orders && !head.method().equals(HttpMethod.GET) && !head.method().equals(HttpMethod.HEAD)) {
            refuse(context, Refusal.METHOD);
            return;
        }
        CompletableFuture<Pages.Page> page = orders ? order(head.uri())
                : pages.find(path(head.uri()), head.headers().get(HttpHeaderNames.ACCEPT));
        if (page == null) {
            refuse(context, Refusal.UNKNOWN_PATH);
            return;
        }
        counters.answered();
        answering = true;
        boolean last = !HttpUtil.isKeepAlive(head);
        over = last;
        if (page.isDone()) {
            answer(context, page.join(), last);
        } else {
            page.thenAcceptAsync(there -> answer(context, there, last), context.executor());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it to be closed
    private void answer(ChannelHandlerContext context, Pages.Page page, boolean last) {
        FullHttpResponse response = response(page.status(), page.contentType(), page.text(), last);
        response.headers().set(HttpHeaderNames.CONTENT_SECURITY_POLICY, page.policy());
        send(context, response).addListener(sent -> {
            answering = false;
            if (last || !sent.isSuccess()) {
                context.close();
            } else {
                clock.answerTaken(context);
            }
        });
    }

    /** Orders are the only requests that change anything: never without a token, which no page of another site can show. */
    private @Nullable CompletableFuture<Pages.Page> order(String uri) {
        try {
            QueryStringDecoder decoder = new QueryStringDecoder(uri, StandardCharsets.UTF_8, true, MOST_PARAMETERS);
            return pages.order(decoder.path(), decoder.parameters());
        } catch (IllegalArgumentException _) {
            return null; // percent signs that mean nothing
        }
    }

    /** Where nothing is ordered a query means nothing. */
    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it to be closed
    private void refuse(ChannelHandlerContext context, Refusal why) {
        over = true;
        counters.refused(why);
        HttpResponseStatus status = why.status();
        if (status == null) {
            context.close();
            return;
        }
        clock.requestComplete(context);
        FullHttpResponse response = response(status, PLAIN_TEXT, status.reasonPhrase() + "\n", true);
        if (why == Refusal.UNAUTHENTICATED) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        if (why == Refusal.METHOD) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        send(context, response).addListener(_ -> context.close());
    }

    private static Refusal malformed(DecoderResult result) {
        return switch (result.cause()) {
            case TooLongHttpLineException _ -> Refusal.LONG_LINE;
            case TooLongHttpHeaderException _ -> Refusal.LONG_HEADERS;
            default -> Refusal.MALFORMED;
        };
    }

    private static ChannelFuture send(ChannelHandlerContext context, FullHttpResponse response) {
        return context.writeAndFlush(response);
    }

    private static FullHttpResponse response(HttpResponseStatus status, String contentType, String text, boolean last) {
        ByteBuf content = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes())
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set("x-content-type-options", "nosniff").set("referrer-policy", "no-referrer")
                .set("cross-origin-resource-policy", "same-origin");
        if (last) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            refuse(context, Refusal.HANDSHAKE);
        }
        context.fireUserEventTriggered(event);
    }

    /** What TLS or the network say of a connection; a handshake that failed is counted where it is told of. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it to be closed
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!over && !(cause instanceof IOException) && !(cause instanceof DecoderException)) {
            counters.refused(Refusal.MALFORMED);
        }
        over = true;
        context.close();
    }
}
