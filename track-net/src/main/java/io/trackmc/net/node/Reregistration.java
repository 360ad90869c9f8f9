package io.trackmc.net.node;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.authority.RegistrationException;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyRenewal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Gets a running node its keys anew when it has missed more rekeys than anybody in the tree can give it
 * ({@link io.trackmc.proto.engine.EngineEvent.LeftBehind}). One question for each event, on a thread of its own, and never two at a time; when to ask
 * again, after what random while, is the engine's to say. What comes goes into the running engine, and the session goes on.
 */
public final class Reregistration implements AutoCloseable {

    private final NodeSetup setup;
    private final Predicate<LongConsumer> driver;
    private final Engine engine;
    private final Refused refused;
    private final Map<KeyLayer, Source> sources = new EnumMap<>(KeyLayer.class);
    private final Set<KeyLayer> busy = ConcurrentHashMap.newKeySet();
    private final Set<KeyLayer> warned = ConcurrentHashMap.newKeySet();
    private final Set<Given> onTheirWay = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor thread;
    private volatile NodeConfig config;

    /** The node's engine, on the driver's thread. */
    @FunctionalInterface
    public interface Engine {

        /** Puts keys of a layer in. */
        void renew(long nowNs, KeyLayer layer, KeyRenewal keys);
    }

    /** What ends a node to which an authority gives no keys any more; on the driver's thread. */
    @FunctionalInterface
    public interface Refused {

        /** Ends it. */
        void end(long nowNs, RegistrationException why);
    }

    /** Asks an authority one question, and waits for its answer. */
    @FunctionalInterface
    public interface Source {

        /**
         * Asks.
         *
         * @throws RegistrationException when there are no keys, now or for good
         */
        Given ask();
    }

    /**
     * Keys on their way into a node.
     *
     * @param keys puts them in
     * @param erase for keys that are not put in
     */
    public record Given(KeyRenewal keys, Runnable erase) {}

    /**
     * For one node. Knows where transport keys come from.
     *
     * @param driver runs something on the driver's thread; false when the node is closed
     */
    public Reregistration(NodeSetup setup, ChangingKeys keys, Predicate<LongConsumer> driver, Engine engine,
            Refused refused) {
        this.setup = setup;
        this.config = setup.config();
        this.driver = driver;
        this.engine = engine;
        this.refused = refused;
        NodeConfig.Authorities authorities = setup.config().authorities();
        if (authorities != null && authorities.transportController() != null) {
            sources.put(KeyLayer.TRANSPORT, () -> {
                TransportBundle given = KeySource.askAgain(config, setup.keyRequests());
                return new Given(keys.renewal(given), given::destroy);
            });
        }
        thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(KeyLayer.values().length),
                Thread.ofPlatform().daemon().name("registration-", 0).factory(),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Says where content keys come from; used where the configuration names the content authority. Before the node starts. */
    public Reregistration content(Source source) {
        NodeConfig.Authorities authorities = setup.config().authorities();
        if (authorities != null && authorities.contentAuthority() != null) {
            sources.put(KeyLayer.CONTENT, source);
        }
        return this;
    }

    /** Asks with the certificate, and for an authority with those, that another configuration names. Any thread. */
    public void use(NodeConfig other) {
        config = other;
    }

    /** The node needs the keys of a layer as they are now. Any thread; does not wait. */
    public void ask(KeyLayer layer) {
        Source source = sources.get(layer);
        if (source == null) {
            warnOnce(layer, ": has missed more rekeys than others keep, and no " + role(layer)
                    + " is configured: set authorities." + role(layer) + ", or give it new bundles and start it again");
        } else if (busy.add(layer)) {
            thread.execute(() -> ask(layer, source));
        }
    }

    /** Asks no more. What was asked already is not waited for; keys that have come and are not in the node, which has ended, are erased. */
    @Override
    public void close() {
        thread.shutdownNow();
        onTheirWay.forEach(this::erase);
    }

    private void ask(KeyLayer layer, Source source) {
        try {
            deliver(layer, source.ask());
        } catch (RegistrationException e) {
            onFailure(layer, e);
        } catch (KeyFileException | ConfigurationException e) {
            warnOnce(layer, ": its keys cannot be asked for: " + e.getMessage());
        } finally {
            busy.remove(layer);
        }
    }

    private void deliver(KeyLayer layer, Given given) {
        onTheirWay.add(given);
        boolean isTaken = onDriver(nowNs -> {
            if (onTheirWay.remove(given)) {
                install(nowNs, layer, given);
            }
        });
        if (!isTaken) {
            erase(given);
        }
    }

    /** Either the driver's thread has them, or whoever closes. */
    private void erase(Given given) {
        if (onTheirWay.remove(given)) {
            given.erase.run();
        }
    }

    /** Where too many commands wait, the engine says again what it needs. */
    private boolean onDriver(LongConsumer command) {
        try {
            return driver.test(command);
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    private void onFailure(KeyLayer layer, RegistrationException e) {
        if (e.reason() != null && e.reason().isFinal()) {
            var _ = onDriver(nowNs -> refused.end(nowNs, e));
        } else {
            warnOnce(layer, ": has missed more rekeys than others keep; its keys are asked for again: "
                    + e.getMessage());
        }
    }

    private void install(long nowNs, KeyLayer layer, Given given) {
        long[] epoch = new long[1];
        try {
            engine.renew(nowNs, layer, () -> epoch[0] = given.keys.install());
        } catch (IllegalArgumentException e) {
            given.erase.run();
            warnOnce(layer, ": keys came that are of no use: " + e.getMessage());
            return;
        }
        if (epoch[0] != 0) {
            warned.remove(layer);
            warn(": had missed more rekeys than others keep, and has its keys from the " + role(layer) + " again");
        }
    }

    private void warnOnce(KeyLayer layer, String what) {
        if (warned.add(layer)) {
            warn(what);
        }
    }

    private void warn(String what) {
        setup.warnings().accept(setup.config().self().name() + what);
    }

    private static String role(KeyLayer layer) {
        return (layer == KeyLayer.TRANSPORT ? RoleOid.TRANSPORT_CONTROLLER : RoleOid.CONTENT_AUTHORITY).text();
    }
}
