package io.trackmc.net;

import io.trackmc.proto.engine.Endpoint;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A node on loopback with an {@link EchoEngine}, closed with the test. */
final class TestNode implements AutoCloseable {

    final EchoEngine engine;
    final NodeSockets sockets;
    final EngineDriver driver;
    final CompletableFuture<Throwable> error = new CompletableFuture<>();

    private TestNode(SocketConfig config, EchoEngine engine, UnaryOperator<DriverOptions> options) {
        this.engine = engine;
        this.sockets = NodeSockets.open(config);
        this.driver = new EngineDriver(engine, sockets, options.apply(DriverOptions.withErrors(error::complete)));
    }

    static TestNode start(SocketConfig.Builder config) {
        return start(config, new EchoEngine(), options -> options);
    }

    static TestNode start(SocketConfig.Builder config, EchoEngine engine, UnaryOperator<DriverOptions> options) {
        TestNode node = new TestNode(config.build(), engine, options);
        node.driver.start();
        return node;
    }

    /** On loopback, with the group's port chosen by the kernel. */
    static SocketConfig.Builder onLoopback(InetSocketAddress data) {
        return SocketConfig.builder(data).networkInterface("lo");
    }

    /** A group with a port that nobody has now. */
    static InetSocketAddress freshGroup(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), freePort());
    }

    static int freePort() {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    Endpoint endpoint() {
        return sockets.unicastEndpoint();
    }

    /** Does something on the driver's thread and waits until it is done. */
    void run(Runnable action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        driver.execute(() -> {
            action.run();
            done.complete(null);
        });
        Await.future(done);
    }

    @Override
    public void close() {
        Await.future(driver.close().exceptionally(ignored -> null));
    }
}
