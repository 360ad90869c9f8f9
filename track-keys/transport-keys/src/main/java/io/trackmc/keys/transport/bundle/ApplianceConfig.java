package io.trackmc.keys.transport.bundle;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one repair-head process that serves several sessions is told by its configuration file. Read and checked by {@link ApplianceConfigFile}; holds no secret.
 *
 * @param file the file itself; names in it are relative to its directory and absolute here
 * @param sessions that it serves, with different names
 * @param tenants whose sessions they are, with different names
 * @param stateDirectory below which each session has its own; null for those that the sessions' own files name
 * @param management where metrics and health of all are served; null for nowhere
 */
public record ApplianceConfig(
        Path file,
        List<Session> sessions,
        List<Tenant> tenants,
        @Nullable Path stateDirectory,
        NodeConfig.@Nullable Management management) {

    /** Keeps copies of the lists. */
    public ApplianceConfig {
        sessions = List.copyOf(sessions);
        tenants = List.copyOf(tenants);
    }

    /**
     * One session.
     *
     * @param name that the operator has given it
     * @param config file of the repair head's configuration
     * @param tenant whose it is; null for nobody's
     */
    public record Session(String name, Path config, @Nullable String tenant) {}

    /**
     * Whoever owns sessions, and what these may use together.
     *
     * @param name that the operator has given it
     * @param bytesPerSecond most that they send; 0 for no limit
     * @param maxChildren most children; null for no limit
     * @param memoryBytes most heap; null for no limit
     */
    public record Tenant(String name, long bytesPerSecond, @Nullable Integer maxChildren, @Nullable Long memoryBytes) {}
}
