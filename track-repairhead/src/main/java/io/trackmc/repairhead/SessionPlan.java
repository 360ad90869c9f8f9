package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.conf.EffectiveConfig;
import io.trackmc.proto.repairhead.RepairHeadFootprint;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One session that an appliance is to serve.
 *
 * @param name that the appliance's operator has given it
 * @param tenant whose it is; null for nobody's, without caps
 * @param file its configuration, as its file says
 * @param node the same, as this appliance has it
 */
record SessionPlan(String name, @Nullable String tenant, NodeConfigFile.Read file, NodeConfig node) {

    /** Its name, and the keys between it and the repair head, which are kept once it has asked. */
    private static final long MEMBER_BYTES = 2L << 10;

    /** Accounts of a child for receipts, the books that wait for a disk, and the text of one. */
    private static final long RECEIPT_BYTES_PER_CHILD = 8L << 10;

    /** The most heap that it takes, in bytes, of a group whose members are those of the roster. */
    long mostBytes() {
        long receipts = node.receipts() == null ? 0 : RECEIPT_BYTES_PER_CHILD * node.protocol().maxChildren();
        return RepairHeadFootprint.mostBytes(node.protocol(), node.rekeyCacheBytes())
                + MEMBER_BYTES * node.roster().size() + receipts;
    }

    /** What another plan of the same name has otherwise in its file. */
    List<EffectiveConfig.Change> changesTo(SessionPlan other) {
        return file.effective().changesTo(other.file.effective());
    }

    /** Whether a repair head that runs can go on by another plan: the same one of the same tenant, with keys changed that reload. */
    boolean canBecome(SessionPlan other) {
        String role = node.self().role().text();
        return Objects.equals(tenant, other.tenant) && node.file().equals(other.node.file())
                && node.files().stateDirectory().equals(other.node.files().stateDirectory())
                && changesTo(other).stream().allMatch(change -> change.entry().reloads().contains(role));
    }

    /** Whether both cannot be served at the same time. */
    boolean isInTheWayOf(SessionPlan other) {
        boolean samePort = node.net().unicastPort() != 0 && node.net().unicastPort() == other.node.net().unicastPort();
        boolean samePlace = node.data().equals(other.node.data()) && node.self().id() == other.node.self().id();
        return name.equals(other.name) || samePort || samePlace
                || node.files().stateDirectory().equals(other.node.files().stateDirectory());
    }
}
