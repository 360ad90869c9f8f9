package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.BindMaster;
import io.trackmc.keys.transport.key.KeySchedule;
import io.trackmc.keys.transport.rekey.RekeySelfTest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A group that exists nowhere: a sender, a repair head, and five receivers below it, one of whom is expelled. What comes of it is compared with what is on record,
 * and an authority makes it anew before it starts, as nodes apply the one on record ({@link RekeySelfTest}), and for the same reasons.
 */
final class RehearsalGroup {

    private static final long GID = 0x0807_0605_0403_0201L;
    private static final int SENDER = 1;
    private static final int HEAD = 2;
    private static final int REGION = 1;
    private static final int FIRST = 10;
    private static final int RECEIVERS = 5;
    private static final int EXPELLED = 11;
    private static final int MEMBER = 13;

    private final byte[] bundle;
    private final List<String> parts = new ArrayList<>();

    RehearsalGroup(SecureRandom random, Instant now) {
        TransportTree tree = TransportTree.create(GID, RekeySigner.generate(random), random);
        tree.joinHead(SENDER, 0, 0);
        tree.joinHead(HEAD, REGION, 0, 0);
        for (int id = FIRST; id < FIRST + RECEIVERS; id++) {
            tree.join(id, REGION);
        }
        tree.settle();
        Member self = new Member(MEMBER, "receiver-4", NodeRole.RECEIVER);
        Roster roster = Roster.of(List.of(new Member(SENDER, "sender", NodeRole.SENDER),
                new Member(HEAD, "rh-1", NodeRole.REPAIR_HEAD), self));
        BindKey pair = new BindKey();
        new KeySchedule().bindKey(BindMaster.generate(random), HEAD, MEMBER, pair);
        ParentSecrets parent = new ParentSecrets(HEAD, REGION, true, tree.regionSecret(REGION), pair);
        bundle = new TransportBundleFile().encode(new TransportBundle(GID, "self-test", self, SENDER,
                tree.epoch().epoch(), List.of(tree.epoch()), null, null, List.of(parent), roster, List.of(),
                tree.grant(MEMBER),
                null));
        tree.expel(EXPELLED);
        Rekey rekey = tree.rekey(RekeyTerms.of(RekeyReason.MEMBERSHIP, now, 0, 1_000, 1_000, now.plusSeconds(1)), null);
        parts.add(HexFormat.of().formatHex(rekey.header()));
        for (int part = 1; part <= rekey.chunkCount(); part++) {
            parts.add(HexFormat.of().formatHex(rekey.chunk(part)));
        }
    }

    /** What the member is given. */
    byte[] bundle() {
        return bundle;
    }

    /** The rekey: header and chunks, as hexadecimal digits. */
    List<String> parts() {
        return parts;
    }
}
