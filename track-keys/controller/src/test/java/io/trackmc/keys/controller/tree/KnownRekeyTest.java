package io.trackmc.keys.controller.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.rekey.RekeySelfTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What nodes test themselves with before they start: the bundle of a receiver, and the rekey that expels its neighbour. Its secrets are everybody's, and
 * protect nothing. Written anew with {@code -Dsnapshot.update=true}.
 */
class KnownRekeyTest {

    private static final Path RESOURCES = Path
            .of("../transport-keys/src/main/resources/io/trackmc/keys/transport/rekey");

    private final TransportTree tree;
    private final byte[] bundle;

    /** Sender 1; head 2 (region 1) under it; receivers 10 to 14 in region 1. */
    KnownRekeyTest() {
        SeededSecureRandom random = new SeededSecureRandom(43);
        tree = TransportTree.create(0x0807_0605_0403_0201L, RekeySigner.generate(random), random);
        tree.joinHead(1, 0, 0);
        tree.joinHead(2, 1, 0, 0);
        for (int id = 10; id < 15; id++) {
            tree.join(id, 1);
        }
        tree.settle();
        Member self = new Member(13, "receiver-4", NodeRole.RECEIVER);
        ParentSecrets parent = new ParentSecrets(2, 1, true,
                TestMember.copy(tree.regionSecret(1), RegionSecret::of),
                TestMember.copy(tree.regionSecret(1), BindKey::of));
        Roster roster = Roster.of(List.of(new Member(1, "sender", NodeRole.SENDER),
                new Member(2, "rh-1", NodeRole.REPAIR_HEAD), self));
        bundle = new TransportBundleFile().encode(new TransportBundle(tree.gid(), "self-test", self, 1,
                tree.epoch().epoch(), List.of(tree.epoch()), null, null, List.of(parent), roster, tree.grant(13),
                null));
    }

    @Test
    void theBundleIsThatOnRecord() throws IOException {
        assertRecorded("known-bundle.json", bundle);
    }

    @Test
    void theRekeyIsThatOnRecord() throws IOException {
        tree.expel(11);
        Rekey rekey = tree.rekey(TestTerms.terms(), null);
        StringBuilder lines = new StringBuilder(HexFormat.of().formatHex(rekey.header())).append('\n');
        for (int part = 1; part <= rekey.chunkCount(); part++) {
            lines.append(HexFormat.of().formatHex(rekey.chunk(part))).append('\n');
        }
        assertRecorded("known-rekey.txt", lines.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static void assertRecorded(String name, byte[] made) throws IOException {
        if (Boolean.getBoolean("snapshot.update")) {
            Files.createDirectories(RESOURCES);
            Files.write(RESOURCES.resolve(name), made);
            return;
        }
        try (InputStream in = Objects.requireNonNull(RekeySelfTest.class.getResourceAsStream(name))) {
            assertThat(in.readAllBytes()).isEqualTo(made);
        }
    }
}
