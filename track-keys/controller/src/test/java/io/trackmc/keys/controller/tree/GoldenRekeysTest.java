package io.trackmc.keys.controller.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.bundle.PathKey;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.msa.TransportEpoch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Two rekeys of a small group, with all that a receiver and a repair head have before and find in them, for other implementations to check. Written anew with
 * {@code -Dsnapshot.update=true}.
 */
class GoldenRekeysTest {

    private static final String NAME = "golden/rekeys.json";
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void theBytesAreThoseOnRecord() throws IOException {
        String made = make();
        if (Boolean.getBoolean("snapshot.update")) {
            Path file = Path.of("src/test/resources").resolve(NAME);
            Files.createDirectories(file.getParent());
            Files.writeString(file, made);
        }
        assertThat(made).isEqualTo(recorded());
    }

    private static String recorded() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                GoldenRekeysTest.class.getClassLoader().getResourceAsStream(NAME))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Sender 1; heads 2 (region 1) and 3 (region 2) under it; receivers 10 to 14 in region 1 with backup 2, 20 in region 2. */
    private static String make() {
        SeededSecureRandom random = new SeededSecureRandom(42);
        TransportTree tree = TransportTree.create(0x0102_0304_0506_0708L, RekeySigner.generate(random), random);
        tree.joinHead(1, 0, 0);
        tree.joinHead(2, 1, 0, 0);
        tree.joinHead(3, 2, 0, 0);
        for (int id = 10; id < 15; id++) {
            tree.join(id, 1, 2);
        }
        tree.join(20, 2);
        tree.settle();
        JsonText out = new JsonText();
        out.field("gid", HEX.toHexDigits(tree.gid()));
        out.field("verificationKey", HEX.formatHex(tree.anchor().verificationKey()));
        out.field("nextSpi", HEX.toHexDigits(tree.anchor().nextSpi()));
        Map<Integer, TestMember<TransportEpoch, GroupAuthKey>> members = new TreeMap<>();
        Map<Integer, RekeyState> states = new TreeMap<>();
        for (int id : new int[] {2, 13}) {
            states.put(id, tree.grant(id));
            members.put(id, TestMember.transport(tree, id, 1, id == 2 ? 0 : 2));
        }
        out.objects("members", List.copyOf(states.keySet()), (o, id) -> writeState(o, id, states.get(id)));
        List<Runnable> events = List.of(() -> tree.expel(11), () -> tree.expel(3));
        List<Rekey> rekeys = new ArrayList<>();
        out.objects("rekeys", events, (o, event) -> {
            event.run();
            Rekey rekey = tree.rekey(TestTerms.terms(), null);
            rekeys.add(rekey);
            members.values().forEach(member -> member.follow(rekey));
            writeRekey(o, rekey, tree, members);
        });
        assertThat(rekeys).hasSize(2);
        return out.unclosed() + "\n}\n";
    }

    private static void writeState(JsonText out, int id, RekeyState state) {
        out.field("id", id);
        out.objects("regionPath", state.path(),
                (o, step) -> o.field("region", step.region()).field("leaf", step.leaf()));
        if (state.interiorLeaf() != RekeyState.NO_LEAF) {
            out.field("interiorLeaf", state.interiorLeaf());
        }
        out.objects("keys", state.keys(), GoldenRekeysTest::writeKey);
    }

    private static void writeKey(JsonText out, PathKey key) {
        out.field("tree", key.tree().text()).field("region", key.region()).field("level", key.level())
                .field("index", key.index()).field("key", Closure.hex(key.key()));
    }

    private static void writeRekey(JsonText out, Rekey rekey, TransportTree tree,
            Map<Integer, TestMember<TransportEpoch, GroupAuthKey>> members) {
        out.field("header", HEX.formatHex(rekey.header()));
        List<String> chunks = new ArrayList<>();
        for (int part = 1; part <= rekey.chunkCount(); part++) {
            chunks.add(HEX.formatHex(rekey.chunk(part)));
        }
        out.texts("chunks", chunks);
        out.field("groupAuthKey", Closure.hex(tree.epoch().key()));
        out.field("interiorSecret", Closure.hex(tree.interiorSecret()));
        out.objects("found", List.copyOf(members.values()), (o, member) -> {
            assertThat(member.key).isEqualTo(tree.epoch().key());
            o.field("id", member.id);
            o.objects("regionSecrets", List.copyOf(new TreeMap<>(member.regions).entrySet()),
                    (s, secret) -> writeSecret(s, secret.getKey(), secret.getValue()));
        });
    }

    private static void writeSecret(JsonText out, int region, RegionSecret secret) {
        out.field("region", region).field("secret", Closure.hex(secret));
    }
}
