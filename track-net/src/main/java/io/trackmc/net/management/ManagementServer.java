package io.trackmc.net.management;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.net.Addresses;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.tree.LiveTree;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves metrics, health and the tree over HTTP/1.1, on one thread of its own.
 *
 * <p>Whoever asks can make nothing large and keep nothing long: connections, the request line, headers, and the time of each step are bounded,
 * bodies are refused, and each refusal is counted by its reason ({@link Refusal}).
 */
public final class ManagementServer implements Closeable {

    /** Connections at a time. */
    static final int MAX_CONNECTIONS = 16;

    private static final int MAX_LINE_BYTES = 1024;
    private static final int MAX_HEADER_BYTES = 8192;
    private static final long QUIET_MS = 0;
    private static final long CLOSE_MS = 1000;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("track-management", true), NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(loop.next());
    private final Channel channel;
    private final @Nullable LiveTree tree;
    private volatile ManagementFiles files;

    private ManagementServer(InetSocketAddress address, ManagementFiles files, ManagementCounters counters,
            ManagementSource source) {
        this.files = files;
        this.tree = source.hasTree() ? new LiveTree(source::tree, source.clock(), source.isOnlooker(), counters::asked)
                : null;
        try {
            channel = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childHandler(new Initializer(() -> this.files, counters,
                            new Pages(source, tree, counters, System::nanoTime), connections))
                    .bind(address)
                    .syncUninterruptibly().channel();
            askBelow(files);
        } catch (Throwable failure) {
            close();
            // Netty throws what its own bind threw, checked or not, undeclared.
            throw new ConfigurationException(List.of("management.address: cannot listen at "
                    + Addresses.format(address) + ": " + failure.getMessage()));
        }
    }

    /**
     * Reads its files and listens.
     *
     * @param counters counts what happens
     * @param warnings told in one line of each file with a secret that others may read
     * @throws ConfigurationException when it cannot listen there, or a file does not do
     */
    public static ManagementServer open(NodeConfig.Management config, ManagementCounters counters,
            ManagementSource source, Consumer<String> warnings) {
        return new ManagementServer(config.address(), ManagementFiles.read(config, warnings), counters, source);
    }

    /**
     * From now on, new connections are shown another certificate, and every request has to show the token that there is then. Connections that are open when
     * the token changes are closed: whoever knows only the one before has nothing any more. Any thread.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for them to be closed
    public void use(ManagementFiles other) {
        boolean sameToken = BearerToken.areSame(files.token(), other.token());
        files = other;
        if (!sameToken) {
            connections.close();
        }
        askBelow(other);
    }

    private void askBelow(ManagementFiles by) {
        if (tree != null) {
            tree.use(by.below());
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Ends all connections and its thread. Does not wait; may be called again. */
    @Override
    public void close() {
        if (tree != null) {
            tree.close();
        }
        close(loop);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    private static void close(EventLoopGroup loop) {
        loop.shutdownGracefully(QUIET_MS, CLOSE_MS, TimeUnit.MILLISECONDS);
    }

    /** Sets a new connection up. */
    private static final class Initializer extends ChannelInitializer<SocketChannel> {

        private final Supplier<ManagementFiles> files;
        private final ManagementCounters counters;
        private final Pages pages;
        private final Seats seats;
        private final ChannelGroup connections;

        Initializer(Supplier<ManagementFiles> files, ManagementCounters counters, Pages pages,
                ChannelGroup connections) {
            this.connections = connections;
            this.files = files;
            this.counters = counters;
            this.pages = pages;
            this.seats = new Seats(MAX_CONNECTIONS, counters);
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // who is one too many is not waited for
        protected void initChannel(SocketChannel connection) {
            if (!seats.take(connection)) {
                connection.close();
                return;
            }
            connections.add(connection);
            ManagementFiles now = files.get();
            RequestClock clock = new RequestClock(counters, seats);
            connection.pipeline().addLast(clock);
            if (now.tls() != null) {
                connection.pipeline().addLast(new SslHandler(
                        TlsContexts.configureWithoutClientCertificate(now.tls().createSSLEngine())));
            }
            connection.pipeline().addLast(codec(),
                    new RequestHandler(pages, () -> files.get().token(), counters, clock));
        }
    }

    static HttpServerCodec codec() {
        return new HttpServerCodec(new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES));
    }
}
