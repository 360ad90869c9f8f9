package io.trackmc.it.roles;

import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.deploy.StaticDeployment;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.NodeSpec;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfKeys;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.net.Addresses;
import io.trackmc.net.LossInjector;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.receiver.ReceiverContext;
import io.trackmc.receiver.StreamHandler;
import io.trackmc.receiver.Subscription;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.repairhead.RepairHeadContext;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.SenderContext;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A private deployment on disk whose nodes run in this process on loopback; whatever was opened is closed with it. */
final class Group implements AutoCloseable {

    private static final long SEED = 0x7ac4;

    private final Path directory;
    private final Map<String, String> settings = new HashMap<>();
    private final List<Runnable> closers = new ArrayList<>();
    private final Map<String, List<EngineEvent>> events = new HashMap<>();
    private final List<String> story = Collections.synchronizedList(new ArrayList<>());
    private final long beginNs = System.nanoTime();
    private double loss;

    private Group(Path directory) {
        this.directory = directory;
        settings.put(NodeConfKeys.NET_INTERFACE, "lo");
        settings.put(NodeConfKeys.WINDOW_PACKETS, "1024");
    }

    static Group of(Path directory, List<NodeSpec> tree) {
        DeploymentPlan plan = DeploymentPlan.of("test", "239.255.7.1", freePort(), tree);
        StaticDeployment.write(directory, plan, new SecureRandom(), InstantSource.system());
        return new Group(directory);
    }

    /** Each node loses this part of what it receives, by a seed of its own. */
    Group losing(double probability) {
        this.loss = probability;
        return this;
    }

    /** Settings of all nodes; those of a session are the sender's. */
    Group with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** Where its files are. */
    Path directory() {
        return directory;
    }

    /** All nodes get their keys from these authorities, and the sender their rekeys. */
    Group joining(Authority transportController, Authority contentAuthority) {
        Path anchors = directory.resolve("authorities");
        return with(NodeConfKeys.AUTHORITIES_JOIN, "true")
                .with(NodeConfKeys.AUTHORITIES_TRANSPORT_CONTROLLER, Addresses.format(transportController.address()))
                .with(NodeConfKeys.AUTHORITIES_CONTENT_AUTHORITY, Addresses.format(contentAuthority.address()))
                .with(NodeConfKeys.AUTHORITIES_INFRASTRUCTURE_CA, anchors.resolve("infrastructure-ca.pem").toString())
                .with(NodeConfKeys.AUTHORITIES_SUBSCRIBER_CA, anchors.resolve("subscriber-ca.pem").toString());
    }

    Publisher sender() {
        return sender(context -> context);
    }

    Publisher sender(UnaryOperator<SenderContext> more) {
        SenderContext context = new SenderContext().nodeConfig(config("sender")).loss(injector("sender"))
                .eventListener(listener("sender"));
        Publisher node = Publisher.open(more.apply(context));
        return keep(node, node::close);
    }

    RepairHead repairHead(String name) {
        return repairHead(name, context -> context);
    }

    RepairHead repairHead(String name, UnaryOperator<RepairHeadContext> more) {
        RepairHeadContext context = new RepairHeadContext().nodeConfig(config(name)).loss(injector(name))
                .eventListener(listener(name));
        RepairHead node = RepairHead.open(more.apply(context));
        return keep(node, node::close);
    }

    Subscription receiver(String name) {
        return receiver(name, context -> context.once(true));
    }

    Subscription receiver(String name, UnaryOperator<ReceiverContext> more) {
        Subscription node = Subscription.open(more.apply(receiverContext(name)));
        return keep(node, node::close);
    }

    /** A receiver whose application takes everything on the driver's thread. */
    Subscription subscriber(String name, UnaryOperator<ReceiverContext> more,
            Function<Subscription, StreamHandler> handlers) {
        Subscription node = Subscription.subscribe(more.apply(receiverContext(name)), handlers);
        return keep(node, node::close);
    }

    /** A receiver with an application on a thread of its own. */
    Application application(String name) {
        return application(name, context -> context.once(true));
    }

    Application application(String name, UnaryOperator<ReceiverContext> more) {
        Application application = new Application(name, receiver(name, more));
        return keep(application, application::close);
    }

    /** Events of a node so far. */
    List<EngineEvent> events(String name) {
        return List.copyOf(events.get(name));
    }

    /** What all nodes have said so far and when, for who wonders why something failed. */
    String story() {
        return String.join(System.lineSeparator(), story);
    }

    NodeConfig config(String name) {
        return config(name, Map.of());
    }

    /** The same with settings of its own. */
    NodeConfig config(String name, Map<String, String> more) {
        Map<String, String> own = new HashMap<>(settings);
        own.putAll(more);
        if (!name.equals("sender")) {
            own.keySet().removeIf(key -> key.startsWith("session."));
        }
        if (name.startsWith("rh-")) {
            own.keySet().removeAll(Set.of(NodeConfKeys.AUTHORITIES_CONTENT_AUTHORITY,
                    NodeConfKeys.AUTHORITIES_SUBSCRIBER_CA));
        }
        return NodeConfigFile.read(directory.resolve(name + ".conf"), own);
    }

    @Override
    public void close() {
        closers.reversed().forEach(Runnable::run);
    }

    private <T> T keep(T node, Runnable closer) {
        closers.add(closer);
        return node;
    }

    private io.trackmc.proto.engine.Engine.EventHandler listener(String name) {
        List<EngineEvent> list = Collections.synchronizedList(new ArrayList<>());
        events.put(name, list);
        return event -> {
            list.add(event);
            story.add("%,d us %s %s".formatted((System.nanoTime() - beginNs) / 1000, name, event));
        };
    }

    private ReceiverContext receiverContext(String name) {
        return new ReceiverContext().nodeConfig(config(name)).loss(injector(name)).eventListener(listener(name));
    }

    private LossInjector injector(String name) {
        return loss == 0 ? LossInjector.NONE : LossInjector.independent(SEED + name.hashCode(), loss);
    }

    static int freePort() {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
