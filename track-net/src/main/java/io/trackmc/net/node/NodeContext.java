package io.trackmc.net.node;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.incarnation.ExpelledStore;
import io.trackmc.keys.transport.incarnation.IncarnationSource;
import io.trackmc.keys.transport.incarnation.IncarnationStore;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.ErrorHandler;
import io.trackmc.net.LossInjector;
import io.trackmc.net.NodeSockets;
import io.trackmc.net.SocketConfig;
import io.trackmc.net.authority.NodeAuthorities;
import io.trackmc.net.metrics.NodeWatch;
import io.trackmc.proto.engine.Engine;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a node needs to start, collected by fluent setters; the roles' contexts add their own. Not thread-safe; used once.
 *
 * @param <C> the role's context
 */
public abstract class NodeContext<C extends NodeContext<C>> {

    private final NodeRole role;
    private @Nullable NodeConfig nodeConfig;
    private @Nullable TransportBundle transportBundle;
    private @Nullable KeySource keySource;
    private Runnable keyRequests = () -> {};
    private @Nullable IncarnationSource incarnations;
    private LossInjector loss = LossInjector.NONE;
    private ErrorHandler errorHandler = error -> {};
    private Engine.EventHandler eventListener = event -> {};
    private Consumer<String> warnings = warning -> {};
    private @Nullable String hostedAs;

    /** For one role. */
    protected NodeContext(NodeRole role) {
        this.role = role;
    }

    /** Returns this, as the role's type. */
    protected abstract C self();

    /** Configuration of the node; required. */
    public final C nodeConfig(NodeConfig config) {
        this.nodeConfig = config;
        return self();
    }

    /**
     * Transport keys from memory, instead of the file that the configuration names. Stays the caller's; but rekeys erase those that they
     * replace.
     */
    public final C transportBundle(TransportBundle bundle) {
        this.transportBundle = bundle;
        return self();
    }

    /** Hears of each question for keys that goes to an authority: on the thread that opens the node, and later on others. */
    public final C keyRequestListener(Runnable hears) {
        this.keyRequests = hears;
        return self();
    }

    /**
     * Where transport keys come from, unless they are given from memory. When nothing is said: the transport controller where
     * {@code authorities.join} is true, else the files.
     */
    public final C keySource(KeySource source) {
        this.keySource = source;
        return self();
    }

    /** Where incarnations come from, instead of the state directory that the configuration names. */
    public final C incarnations(IncarnationSource source) {
        this.incarnations = source;
        return self();
    }

    /** Throws received datagrams away on purpose; for demonstrations and tests. One injector for one node. */
    public final C loss(LossInjector injector) {
        this.loss = injector;
        return self();
    }

    /** Hears of an error that ends the node, on the driver's thread. The node's futures fail with it too. */
    public final C errorHandler(ErrorHandler handler) {
        this.errorHandler = handler;
        return self();
    }

    /** Takes the engine's events as they happen, on the driver's thread: must not block and not throw. */
    public final C eventListener(Engine.EventHandler listener) {
        this.eventListener = listener;
        return self();
    }

    /** Takes sentences for the operator about what works less well than it could: buffers, file modes. */
    public final C warnings(Consumer<String> consumer) {
        this.warnings = consumer;
        return self();
    }

    /** By what name its metrics are told from those of other nodes in the process. */
    public final C hostedAs(String name) {
        this.hostedAs = name;
        return self();
    }

    /** Where warnings go. */
    protected final Consumer<String> warnings() {
        return warnings;
    }

    /** Configuration set so far. */
    protected final @Nullable NodeConfig nodeConfig() {
        return nodeConfig;
    }

    /**
     * Checks what all roles have in common and reads the transport keys.
     *
     * @param faults those that the role found; all are told at once
     * @throws ConfigurationException with every fault
     */
    protected final NodeSetup concludeNode(List<String> faults) {
        List<String> all = new ArrayList<>(faults);
        NodeConfig config = nodeConfig;
        if (config == null) {
            all.add("no node configuration is set");
            throw new ConfigurationException(all);
        }
        boolean ownsBundle = transportBundle == null;
        TransportBundle bundle = ownsBundle ? attempt(all, () -> readBundle(config)) : transportBundle;
        ExpelledStore expelled = role.isParent()
                ? attempt(all, () -> new ExpelledStore(config.files().stateDirectory())) : null;
        if (config.self().role() != role) {
            all.add(config.file() + ": key \"node.role\": found " + config.self().role().text() + ", allowed: "
                    + role.text());
        } else if (bundle != null) {
            all.addAll(BundleCheck.faults(config, bundle, warnings));
        }
        NodeConfig.Authorities authorities = config.authorities();
        if (authorities != null) {
            attempt(all, () -> {
                SecureFiles.checkMode(authorities.privateKey(), warnings);
                return authorities;
            });
        }
        if (!all.isEmpty() || bundle == null) {
            throw new ConfigurationException(all);
        }
        IncarnationSource source = incarnations == null
                ? new IncarnationStore(config.files().stateDirectory(), InstantSource.system(), new SecureRandom())
                : incarnations;
        return new NodeSetup(config, bundle, ownsBundle, source, expelled, loss, errorHandler,
                new NodeWatch(config.protocol().tree(), config::nameOf, eventListener), warnings, keyRequests,
                hostedAs);
    }

    /** What {@code step} gives, or null with its fault noted. */
    protected static <T> @Nullable T attempt(List<String> faults, Supplier<T> step) {
        try {
            return step.get();
        } catch (KeyFileException e) {
            faults.add(e.getMessage());
            return null;
        }
    }

    /** Told of each question for keys. */
    protected final Runnable keyRequests() {
        return keyRequests;
    }

    private TransportBundle readBundle(NodeConfig config) {
        KeySource source = keySource;
        if (source == null && new NodeAuthorities(config).areJoined()) {
            checkBeforeAsking(config);
            source = KeySource.authority(keyRequests);
        } else if (source == null) {
            source = KeySource.FILES;
        }
        return source.transportKeys(config, warnings);
    }

    /** Authorities are waited for, for a minute and more; what they need not be asked for is told at once. */
    private static void checkBeforeAsking(NodeConfig config) {
        NodeSockets.checkInterface(SocketConfig.builder(config.data())
                .networkInterface(config.net().networkInterface())
                .maxDatagramBytes(config.protocol().datagramBytes())
                .build());
        NodeConfig.Authorities authorities = config.authorities();
        if (authorities != null) {
            TlsCredentials.requireNotExpired(authorities.certificate(), InstantSource.system().instant());
        }
    }
}
