package io.trackmc.keys.transport;

import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.BindMaster;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.KeySchedule;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.SecretAccess;
import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.protect.Incarnation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A group with secrets that follow from its gid: sender 1 (region 0, repair heads only), repair heads 2 (region 1, with leaves) and 3
 * (region 2, with leaves) under it, receiver 4 under 2 with backup 3, receiver 5 under 2.
 */
public final class TestGroup {

    public static final int SENDER = 1;
    public static final int RH = 2;
    public static final int RH_B = 3;
    public static final int RECEIVER = 4;
    public static final int RECEIVER_B = 5;
    public static final int SPI = 0x1000;

    private static final Roster ROSTER = Roster.of(List.of(
            new Member(SENDER, "sender", NodeRole.SENDER),
            new Member(RH, "rh-1", NodeRole.REPAIR_HEAD),
            new Member(RH_B, "rh-2", NodeRole.REPAIR_HEAD),
            new Member(RECEIVER, "receiver-1", NodeRole.RECEIVER),
            new Member(RECEIVER_B, "receiver-2", NodeRole.RECEIVER)));

    private final long gid;
    private final KeySchedule schedule = new KeySchedule();

    public TestGroup(long gid) {
        this.gid = gid;
    }

    public static Incarnation run(int node) {
        return new Incarnation(0x0100 + node, 0xABCD_0000L + node);
    }

    /** What {@code keys init} would give the node, with one epoch. */
    public TransportBundle bundle(int node) {
        return bundle(node, 1, 1);
    }

    /** The same with epochs in ascending order, one of them active. */
    public TransportBundle bundle(int node, long active, long... epochs) {
        Member self = ROSTER.members().get(node - 1);
        boolean parent = self.role().isParent();
        return new TransportBundle(gid, "test", self, SENDER, active,
                Arrays.stream(epochs).mapToObj(this::epoch).toList(),
                parent ? secret("interior", InteriorSecret::of) : null,
                parent ? new OwnRegion(region(node), node != SENDER, regionSecret(node), bindMaster(node)) : null,
                parents(node), ROSTER);
    }

    /** What a node is given that is of another tenant than some of its parents: no RegionSecret of theirs is in it. */
    public TransportBundle apart(int node, int parent, int... others) {
        TransportBundle given = bundle(node);
        List<ParentSecrets> parents = given.parents().stream().map(held -> held.id() == parent
                || Arrays.stream(others).anyMatch(other -> other == held.id())
                        ? new ParentSecrets(held.id(), held.region(), held.hasLeaves(), null, held.bindKey())
                        : held)
                .toList();
        return new TransportBundle(gid, "test", given.self(), SENDER, 1, given.epochs(), given.interiorSecret(),
                given.ownRegion(), parents, ROSTER);
    }

    /** What a receiver is given that was added to the group when the others were there already. */
    public TransportBundle added(int id, int parent) {
        return pretending(id, parent, id);
    }

    /** The same with the bind key of another child, as whoever has no key of its own may try. */
    public TransportBundle pretending(int id, int parent, int bindKeyOf) {
        Member self = new Member(id, "added", NodeRole.RECEIVER);
        BindKey bindKey = new BindKey();
        schedule.bindKey(bindMaster(parent), parent, bindKeyOf, bindKey);
        return new TransportBundle(gid, "test", self, SENDER, 1, List.of(epoch(1)), null, null,
                List.of(new ParentSecrets(parent, region(parent), parent != SENDER, regionSecret(parent), bindKey)),
                Roster.of(List.of(ROSTER.sender(), ROSTER.members().get(parent - 1), self)));
    }

    public TransportEpoch epoch(long epoch) {
        return TransportEpoch.of(gid, epoch, SPI + (int) epoch, secret("gak " + epoch, GroupAuthKey::of));
    }

    private List<ParentSecrets> parents(int node) {
        int[] ids = switch (node) {
            case SENDER -> new int[] {};
            case RH, RH_B -> new int[] {SENDER};
            case RECEIVER -> new int[] {RH, RH_B};
            default -> new int[] {RH};
        };
        List<ParentSecrets> parents = new ArrayList<>();
        for (int id : ids) {
            BindKey bindKey = new BindKey();
            schedule.bindKey(bindMaster(id), id, node, bindKey);
            parents.add(new ParentSecrets(id, region(id), id != SENDER, regionSecret(id), bindKey));
        }
        return parents;
    }

    private static int region(int node) {
        return node - 1;
    }

    private RegionSecret regionSecret(int node) {
        return secret("region " + region(node), RegionSecret::of);
    }

    private BindMaster bindMaster(int node) {
        return secret("master " + node, BindMaster::of);
    }

    private <S extends Secret> S secret(String name, BiFunction<byte[], SecretAccess, S> type) {
        byte[] raw = Sha256.newDigest().digest((gid + " " + name).getBytes(StandardCharsets.US_ASCII));
        return type.apply(raw, InsecureSecretAccess.get());
    }
}
