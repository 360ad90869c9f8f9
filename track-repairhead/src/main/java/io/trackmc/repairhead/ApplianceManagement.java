package io.trackmc.repairhead;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.management.ManagementCounters;
import io.trackmc.net.management.ManagementSource;
import io.trackmc.net.metrics.MergedMetrics;
import io.trackmc.net.metrics.ProcessMetrics;
import io.trackmc.net.tree.TreeNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an appliance tells of all its sessions at its management address. */
final class ApplianceManagement implements ManagementSource {

    /** Less than whoever asked waits. */
    private static final long PATIENCE_MS = 1000;

    private final Supplier<Collection<HostedSession>> sessions;
    private final Supplier<Collection<Tenant>> tenants;
    private final ManagementCounters counters;

    /** Asks for sessions and tenants each time: they change. */
    ApplianceManagement(Supplier<Collection<HostedSession>> sessions, Supplier<Collection<Tenant>> tenants,
            ManagementCounters counters) {
        this.sessions = sessions;
        this.tenants = tenants;
        this.counters = counters;
    }

    @Override
    public MetricSnapshots metrics() {
        MergedMetrics all = new MergedMetrics();
        ProcessMetrics process = new ProcessMetrics();
        Collection<HostedSession> served = sessions.get();
        for (HostedSession session : served) {
            ManagementSource node = session.management();
            process.session(session.plan().name(), session.plan().node().groupName(), node != null);
            if (node != null) {
                all.add(node.metrics());
            }
        }
        for (Tenant tenant : tenants.get()) {
            Caps caps = tenant.caps();
            long memory = served.stream().filter(session -> tenant.name().equals(session.plan().tenant()))
                    .mapToLong(session -> session.plan().mostBytes()).sum();
            process.tenant(tenant.name(), new ProcessMetrics.TenantUse(tenant.places().taken(), caps.children(), memory,
                    caps.memoryBytes(), caps.bytesPerSecond()));
        }
        process.management(counters);
        return all.add(process.build()).build();
    }

    /** Sessions that are down say why instead. */
    @Override
    public CompletableFuture<String> status() {
        Map<String, CompletableFuture<String>> asked = new LinkedHashMap<>();
        for (HostedSession session : sessions.get()) {
            ManagementSource node = session.management();
            asked.put(session.plan().name(), node == null ? CompletableFuture.completedFuture(down(session.state()))
                    : node.status().completeOnTimeout(down("it does not answer"), PATIENCE_MS, TimeUnit.MILLISECONDS)
                            .exceptionally(why -> down("it has just ended")));
        }
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new)).thenApply(nothing -> {
            JsonText out = new JsonText();
            return out.object("sessions", all -> asked.forEach((name, text) -> all.json(name, text.join()))).oneLine();
        });
    }

    @Override
    public boolean hasTree() {
        return true;
    }

    /** Of the sessions that are up and answer. Groups of one name are told apart by the names of the sessions. */
    @Override
    public CompletableFuture<List<TreeNode>> tree() {
        Collection<HostedSession> served = sessions.get();
        List<CompletableFuture<List<TreeNode>>> asked = new ArrayList<>();
        for (HostedSession session : served) {
            ManagementSource node = session.management();
            if (node != null) {
                asked.add(node.tree().thenApply(nodes -> nodes.stream().map(each -> named(each, session, served))
                        .toList()).completeOnTimeout(List.of(), PATIENCE_MS, TimeUnit.MILLISECONDS)
                        .exceptionally(why -> List.of()));
            }
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(nothing -> asked.stream().map(CompletableFuture::join).flatMap(List::stream).toList());
    }

    private static TreeNode named(TreeNode node, HostedSession session, Collection<HostedSession> all) {
        SessionPlan plan = session.plan();
        TreeNode owned = node.withTenant(Objects.requireNonNullElse(plan.tenant(), ""));
        long alike = all.stream().filter(other -> other.plan().node().groupName().equals(node.group())).count();
        return alike == 1 ? owned : owned.withGroup(node.group() + " (" + plan.name() + ")");
    }

    private static String down(String why) {
        return new JsonText().field("down", why).oneLine();
    }

    /** Only a thread that does not come back asks for a new start: a session that is down is tried again anyway. */
    @Override
    public @Nullable String whyNotAlive() {
        for (HostedSession session : sessions.get()) {
            ManagementSource node = session.management();
            String why = node == null || session.isEnding() ? null : node.whyNotAlive();
            if (why != null) {
                return session.plan().name() + ": " + why;
            }
        }
        return null;
    }

    @Override
    public @Nullable String whyNotReady() {
        List<String> lines = new ArrayList<>();
        for (HostedSession session : sessions.get()) {
            ManagementSource node = session.management();
            String why = node == null ? session.state() : node.whyNotReady();
            if (why != null) {
                lines.add(session.plan().name() + ": " + why);
            }
        }
        return lines.isEmpty() ? null : String.join("; ", lines);
    }
}
