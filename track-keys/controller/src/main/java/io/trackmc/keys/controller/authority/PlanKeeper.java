package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.deploy.GroupPlan;
import io.trackmc.keys.controller.deploy.GroupPlanFile;
import io.trackmc.keys.controller.deploy.PlanGrowth;
import io.trackmc.keys.controller.deploy.RefusedPlanException;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The plan in force. It grows by what the group's owner has signed and offers beside the authority's own directory, by receivers alone, and never
 * otherwise. Not thread-safe.
 */
final class PlanKeeper {

    private final KeyLayer layer;
    private final Path offered;
    private final Path kept;
    private GroupPlanFile file;
    private @Nullable Stamp lookedAt;

    /** By what a file that was written again is known, without reading it. */
    private record Stamp(long size, long modifiedMs, @Nullable Object key) {}

    /**
     * Opens what was in force.
     *
     * @throws io.trackmc.keys.transport.file.KeyFileException when it cannot be read
     */
    PlanKeeper(KeyLayer layer, AuthorityDirectory directory) {
        this.layer = layer;
        offered = directory.plan();
        kept = directory.own(layer).resolve(GroupPlanFile.NAME);
        file = GroupPlanFile.read(kept);
    }

    GroupPlanFile file() {
        return file;
    }

    GroupPlan plan() {
        return file.plan();
    }

    /**
     * Looks whether a larger plan is offered, and takes it into force.
     *
     * @param log writes entries down; returns when they are on the disk
     * @param refused told the file and why, of one that is not taken
     * @return whether the plan is another now
     */
    boolean look(Consumer<List<LogEntry>> log, BiConsumer<String, String> refused) {
        Stamp stamp = stamp();
        if (stamp == null || stamp.equals(lookedAt)) {
            return false;
        }
        PlanGrowth growth;
        try {
            growth = PlanGrowth.read(offered, kept, file);
        } catch (RefusedPlanException e) {
            // Anybody may have written it, so nothing in it may stop an authority. What the disk could not give now is asked for again.
            lookedAt = e.isPassing() ? null : stamp;
            refused.accept(offered.toString(), String.valueOf(e.getMessage()));
            return false;
        }
        if (growth != null) {
            log.accept(entries(growth.file(), growth.sha256()));
            growth.keep();
            file = growth.file();
        }
        lookedAt = stamp;
        return growth != null;
    }

    /** Certificates of its own CA are written down where its log says who was given what. */
    private List<LogEntry> entries(GroupPlanFile found, String hash) {
        List<LogEntry> entries = new ArrayList<>();
        List<GroupPlan.Node> nodes = found.plan().nodes();
        for (GroupPlan.Node node : nodes.subList(plan().nodes().size(), nodes.size())) {
            String certificate = found.issued().get(node.name());
            RoleOid role = RoleOid.of(node.role());
            if (certificate != null && AuthorityDirectory.layerOf(role) == layer) {
                entries.add(new LogEntry.CertificateIssued(node.name(), role.text(), certificate));
            }
        }
        entries.add(new LogEntry.Plan(found.plan().nodes().size(), hash));
        return entries;
    }

    private @Nullable Stamp stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(offered, BasicFileAttributes.class);
            if (attributes.isOther()) {
                return null; // A pipe would be waited for.
            }
            return new Stamp(attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.fileKey());
        } catch (IOException _) {
            return null; // Nobody was added.
        }
    }
}
