package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.PlannedNode;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.payload.GroupDataKey;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.BindMaster;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.KeySchedule;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.protect.KeyLayer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All secrets of a static deployment, freshly random, and what each node is given of them. Bundles share key objects with this and
 * with each other: destroy them all together.
 */
public final class DeploymentKeys {

    private static final long FIRST_EPOCH = 1;

    private final DeploymentPlan plan;
    private final KeySchedule schedule = new KeySchedule();
    private final long gid;
    private final TransportEpoch transportEpoch;
    private final ContentEpoch contentEpoch;
    private final InteriorSecret interiorSecret;
    private final Map<String, OwnRegion> regions = new HashMap<>();
    private final Map<String, List<Member>> children = new HashMap<>();

    private DeploymentKeys(DeploymentPlan plan, SecureRandom random) {
        this.plan = plan;
        gid = random.nextLong();
        transportEpoch = TransportEpoch.of(gid, FIRST_EPOCH, nonZero(random), GroupAuthKey.generate(random));
        contentEpoch = ContentEpoch.of(gid, FIRST_EPOCH, nonZero(random), GroupDataKey.generate(random));
        interiorSecret = InteriorSecret.generate(random);
        for (PlannedNode node : plan.nodes()) {
            node.parents()
                    .forEach(parent -> children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(node.member()));
        }
        for (PlannedNode node : plan.nodes()) {
            if (node.region() != null) {
                regions.put(node.name(), new OwnRegion(node.region().id(), mayHaveLeaves(node),
                        RegionSecret.generate(random), BindMaster.generate(random)));
            }
        }
    }

    /** Makes them. */
    public static DeploymentKeys generate(DeploymentPlan plan, SecureRandom random) {
        return new DeploymentKeys(plan, random);
    }

    /** The transport keys of a node. */
    public TransportBundle transportBundle(PlannedNode node) {
        boolean isParent = node.member().role().isParent();
        return new TransportBundle(gid, plan.groupName(), node.member(), sourceId(), FIRST_EPOCH,
                List.of(transportEpoch), isParent ? interiorSecret : null, isParent ? regionOf(node.name()) : null,
                node.parents().stream().map(parent -> parentSecrets(parent, node)).toList(), rosterOf(node));
    }

    /**
     * The content keys of the group, for a sender or receiver.
     *
     * @throws IllegalArgumentException for a repair head, which never has any
     */
    public ContentBundle contentBundle(PlannedNode node) {
        if (node.member().role() == NodeRole.REPAIR_HEAD) {
            throw new IllegalArgumentException("a repair head is given no content keys");
        }
        return new ContentBundle(gid, plan.groupName(), FIRST_EPOCH, List.of(contentEpoch), List.of(sourceId()));
    }

    /** Group id. */
    public long gid() {
        return gid;
    }

    /** First epochs, as the authorities' logs declare them. */
    LogEntry.Epoch firstEpoch(KeyLayer layer) {
        int spi = layer == KeyLayer.TRANSPORT ? transportEpoch.spi() : contentEpoch.spi();
        return new LogEntry.Epoch(FIRST_EPOCH, HexFormat.of().toHexDigits(spi), true);
    }

    /** Erases every secret. */
    public void destroy() {
        transportEpoch.destroy();
        contentEpoch.destroy();
        interiorSecret.destroy();
        for (OwnRegion region : regions.values()) {
            region.secret().destroy();
            region.bindMaster().destroy();
        }
    }

    private ParentSecrets parentSecrets(String parent, PlannedNode child) {
        OwnRegion region = regionOf(parent);
        int parentId = plan.node(parent).id();
        BindKey bindKey = new BindKey();
        schedule.bindKey(region.bindMaster(), parentId, child.id(), bindKey);
        return new ParentSecrets(parentId, region.id(), region.hasLeaves(), region.secret(), bindKey);
    }

    private OwnRegion regionOf(String parent) {
        OwnRegion region = regions.get(parent);
        if (region == null) {
            throw new IllegalArgumentException("node " + parent + " heads no region");
        }
        return region;
    }

    private int sourceId() {
        return plan.nodes().getFirst().id();
    }

    /** A region that a receiver may come to by fail-over has leaves from the start, because its key class cannot change then. */
    private boolean mayHaveLeaves(PlannedNode parent) {
        return childrenOf(parent).stream().anyMatch(child -> child.role() == NodeRole.RECEIVER);
    }

    /** Whom a node may ever talk to: itself, the sender, its parents, and whoever has it as a parent. */
    private Roster rosterOf(PlannedNode node) {
        Set<Member> members = new LinkedHashSet<>();
        members.add(plan.nodes().getFirst().member());
        node.parents().forEach(parent -> members.add(plan.node(parent).member()));
        members.add(node.member());
        members.addAll(childrenOf(node));
        return Roster.of(List.copyOf(members));
    }

    private List<Member> childrenOf(PlannedNode parent) {
        return children.getOrDefault(parent.name(), List.of());
    }

    private static int nonZero(SecureRandom random) {
        int value = random.nextInt();
        return value != 0 ? value : nonZero(random);
    }
}
