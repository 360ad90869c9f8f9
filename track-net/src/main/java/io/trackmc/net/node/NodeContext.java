package io.trackmc.net.node;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.incarnation.IncarnationSource;
import io.trackmc.net.ErrorHandler;
import io.trackmc.net.LossInjector;
import io.trackmc.proto.engine.Engine;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a node needs to start, collected by fluent setters; the roles' contexts add their own. Not thread-safe; used once.
 *
 * @param <C> the role's context
 */
@SuppressWarnings("UnusedVariable")
public abstract class NodeContext<C extends NodeContext<C>> {

    private final NodeRole role;
    private @Nullable NodeConfig nodeConfig;
    private @Nullable TransportBundle transportBundle;
    private @Nullable IncarnationSource incarnations;
    private LossInjector loss = LossInjector.NONE;
    private ErrorHandler errorHandler = error -> {};
    private Engine.EventHandler eventListener = event -> {};
    private Consumer<String> warnings = warning -> {};

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

    /** Transport keys from memory, instead of the file that the configuration names. Stays the caller's. */
    public final C transportBundle(TransportBundle bundle) {
        this.transportBundle = bundle;
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

    final NodeRole role() {
        return role;
    }
}
