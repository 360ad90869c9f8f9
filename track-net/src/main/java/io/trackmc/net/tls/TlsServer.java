package io.trackmc.net.tls;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.net.Addresses;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes frames over TLS 1.3 from whoever has a certificate of a trust anchor, and hands them to one {@link RequestHandler}.
 *
 * <p>A frame is a u32 length and that many bytes. Everything that others could make large is bounded ({@link TlsLimits}) and counted
 * ({@link TlsCounters}); a crowd that connects, says nothing, or does not read, is cut off and costs the others nothing but time.
 */
public final class TlsServer implements Closeable {

    static final int LENGTH_BYTES = 4;

    private static final int BACKLOG = 4096;
    private static final long QUIET_MS = 0;
    private static final long CLOSE_MS = 2000;
    private static final long HANDLER_SECONDS = 30;
    private static final Logger LOG = LoggerFactory.getLogger(TlsServer.class);

    private final TlsCounters counters = new TlsCounters();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final EventLoopGroup loops;
    private final ThreadPoolExecutor worker;
    private final Channel channel;

    private TlsServer(InetSocketAddress address, SSLContext context, TlsLimits limits, RequestHandler handler,
            RefusalListener refusals) throws IOException {
        loops = new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), NioIoHandler.newFactory());
        worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(limits.waitingRequests()),
                task -> Thread.ofPlatform().name("tls-requests").unstarted(task));
        Requests requests = new Requests(limits, counters, worker, handler, refusals);
        try {
            channel = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG).option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.AUTO_READ, false)
                    .childHandler(new Initializer(context, limits, requests)).bind(address).syncUninterruptibly()
                    .channel();
        } catch (Throwable failure) {
            shutDown();
            // Netty throws what its own bind threw, checked or not, undeclared.
            throw new IOException("cannot listen at " + Addresses.format(address) + ": " + failure.getMessage(),
                    failure);
        }
    }

    /**
     * Listens.
     *
     * @param address port 0 lets the kernel choose
     * @throws IOException when it cannot listen there
     */
    public static TlsServer open(
            InetSocketAddress address, SSLContext context, TlsLimits limits, RequestHandler handler)
            throws IOException {
        return open(address, context, limits, handler, RefusalListener.NOBODY);
    }

    /**
     * Listens, and tells who was refused in the handshake.
     *
     * @param address port 0 lets the kernel choose
     * @throws IOException when it cannot listen there
     */
    public static TlsServer open(
            InetSocketAddress address, SSLContext context, TlsLimits limits, RequestHandler handler,
            RefusalListener refusals) throws IOException {
        return new TlsServer(address, context, limits, handler, refusals);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** What has happened so far. */
    public TlsCounters counters() {
        return counters;
    }

    /** Ends all connections. The handler is not called any more when this has returned. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        channel.close().syncUninterruptibly();
        connections.close().syncUninterruptibly();
        shutDown();
    }

    private void shutDown() {
        // Not interrupted: an interrupt closes the file that a handler may be forcing to the disk.
        worker.shutdown();
        worker.getQueue().clear();
        boolean interrupted = false;
        try {
            if (!worker.awaitTermination(HANDLER_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("a request is still being answered after {} s; it is not waited for", HANDLER_SECONDS);
            }
        } catch (InterruptedException _) {
            interrupted = true;
        }
        loops.shutdownGracefully(QUIET_MS, CLOSE_MS, TimeUnit.MILLISECONDS).syncUninterruptibly();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells that something came over a connection, and is gone. */
    private static final class FirstWord extends ChannelInboundHandlerAdapter {

        private final Attendance.Visit visit;

        FirstWord(Attendance.Visit visit) {
            this.visit = visit;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            visit.speaks();
            context.pipeline().remove(this);
            context.fireChannelRead(message);
        }
    }

    /** Sets a new connection up. */
    private final class Initializer extends ChannelInitializer<SocketChannel> {

        private final SSLContext context;
        private final TlsLimits limits;
        private final Requests requests;
        private final Attendance attendance;

        Initializer(SSLContext context, TlsLimits limits, Requests requests) {
            this.context = context;
            this.limits = limits;
            this.requests = requests;
            attendance = new Attendance(limits.crowd(), counters);
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // who is one too many is not waited for
        protected void initChannel(SocketChannel connection) {
            counters.accepted.increment();
            @Nullable InetSocketAddress from = connection.remoteAddress(); // null when it has gone again
            Attendance.Visit visit = from == null ? null : attendance.enter(from.getAddress(), connection::close);
            if (visit == null) {
                connection.close();
                return;
            }
            connections.add(connection);
            SslHandler tls = new SslHandler(TlsContexts.configure(context.createSSLEngine()));
            tls.setHandshakeTimeoutMillis(limits.patience().handshake().toMillis());
            connection.pipeline().addLast(new FirstWord(visit), tls, new ConnectionHandler(tls, requests, visit,
                    new FrameCutter(limits.frameBytes(), connection.alloc().heapBuffer())));
        }
    }
}
