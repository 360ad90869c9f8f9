package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.ApplianceConfig;
import io.trackmc.keys.transport.bundle.ApplianceConfigFile;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.net.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that an appliance is to serve, checked as a whole: nothing of it begins when something of it cannot be.
 *
 * @param config as it stands in the file
 * @param sessions by name, with their own configurations
 * @param caps of tenants by name
 */
record AppliancePlan(ApplianceConfig config, Map<String, SessionPlan> sessions, Map<String, Caps> caps) {

    /** What the process needs besides its sessions. */
    private static final long PROCESS_BYTES = 64L << 20;

    private static final long MIB = 1L << 20;

    /**
     * Reads the file and those that it names.
     *
     * @param overrides keys with dots and their values, which come before those of the file
     * @param node reads the configuration of a repair head
     * @param heapBytes that this process may take
     * @throws ConfigurationException with every fault
     * @throws KeyFileException with every fault, where it is in the file itself
     */
    static AppliancePlan read(Path file, Map<String, String> overrides, Function<Path, NodeConfigFile.Read> node,
            long heapBytes) {
        ApplianceConfig config = ApplianceConfigFile.read(file, overrides);
        List<String> faults = new ArrayList<>();
        Map<String, Caps> caps = new LinkedHashMap<>();
        for (ApplianceConfig.Tenant tenant : config.tenants()) {
            Integer children = tenant.maxChildren();
            Long memory = tenant.memoryBytes();
            caps.put(tenant.name(), new Caps(tenant.bytesPerSecond(),
                    children == null ? Caps.NONE.children() : children,
                    memory == null ? Caps.NONE.memoryBytes() : memory));
        }
        Map<String, SessionPlan> sessions = new LinkedHashMap<>();
        for (ApplianceConfig.Session session : config.sessions()) {
            SessionPlan plan = plan(config, session, node, faults);
            if (plan != null) {
                sessions.put(session.name(), plan);
            }
        }
        AppliancePlan plan = new AppliancePlan(config, sessions, caps);
        plan.checkPlaces(faults);
        plan.checkMemory(heapBytes, faults);
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        return plan;
    }

    private static @Nullable SessionPlan plan(ApplianceConfig config, ApplianceConfig.Session session,
            Function<Path, NodeConfigFile.Read> reader, List<String> faults) {
        NodeConfigFile.Read read;
        try {
            read = reader.apply(session.config());
        } catch (ConfigurationException e) {
            faults.addAll(e.faults());
            return null;
        } catch (KeyFileException e) {
            faults.add(e.getMessage());
            return null;
        }
        NodeConfig node = read.config();
        if (node.management() != null) {
            faults.add(node.file() + ": found management.address, allowed: only in " + config.file()
                    + ", which serves the metrics of all its sessions at one address");
        }
        Path state = config.stateDirectory();
        return new SessionPlan(session.name(), session.tenant(), read,
                state == null ? node : node.withStateDirectory(state.resolve(session.name())));
    }

    private void checkPlaces(List<String> faults) {
        Map<Object, String> taken = new HashMap<>();
        for (SessionPlan plan : sessions.values()) {
            NodeConfig node = plan.node();
            alone(taken, plan, node.files().stateDirectory(), "state directory", faults);
            alone(taken, plan, List.of(node.data(), node.self().id()), "place in its group", faults);
            if (node.receipts() != null) {
                alone(taken, plan, List.of(node.receipts().directory(), node.self().name()), "receipts.directory",
                        faults);
            }
            if (node.net().unicastPort() != 0) {
                alone(taken, plan, node.net().unicastPort(), "net.unicast-port", faults);
            }
        }
    }

    private void alone(Map<Object, String> taken, SessionPlan plan, Object what, String name, List<String> faults) {
        String other = taken.putIfAbsent(what, plan.name());
        if (other != null) {
            faults.add(config.file() + ": session " + plan.name() + " has the same " + name + " as session " + other
                    + ", allowed: another one");
        }
    }

    private void checkMemory(long heapBytes, List<String> faults) {
        for (Map.Entry<String, Caps> tenant : caps.entrySet()) {
            List<SessionPlan> its = sessions.values().stream().filter(plan -> tenant.getKey().equals(plan.tenant()))
                    .toList();
            long bytes = its.stream().mapToLong(SessionPlan::mostBytes).sum();
            if (bytes > tenant.getValue().memoryBytes()) {
                faults.add(config.file() + ": the sessions of tenant " + tenant.getKey() + " may take "
                        + mib(bytes) + " (" + each(its) + "), allowed: " + mib(tenant.getValue().memoryBytes())
                        + "; give it more memory, or its sessions fewer window.packets, tree.max-children or"
                        + " rekey.cache-bytes");
            }
        }
        long all = PROCESS_BYTES + sessions.values().stream().mapToLong(SessionPlan::mostBytes).sum();
        if (all > heapBytes) {
            faults.add(config.file() + ": all sessions may take " + mib(all) + " of heap, this process has "
                    + mib(heapBytes) + "; start it with TRACK_JVM_OPTS=-Xmx" + (all + MIB - 1) / MIB
                    + "m, or serve less");
        }
    }

    private static String each(List<SessionPlan> plans) {
        return String.join(", ", plans.stream().map(plan -> plan.name() + " " + mib(plan.mostBytes())).toList());
    }

    private static String mib(long bytes) {
        return (bytes + MIB - 1) / MIB + " MiB";
    }
}
