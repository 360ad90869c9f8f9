package io.trackmc.keys.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.policy.Tenant;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.bundle.RekeyAnchor;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in the file of a plan, it is read or refused. */
class GroupPlanFileTest {

    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final KeyPair OWNER = KeyPair.generate(new SecureRandom());
    private static final GroupPlan.Node SENDER = new GroupPlan.Node(new Member(1, "sender", NodeRole.SENDER), 0,
            List.of());

    @TempDir
    private Path temporary;

    private Path file;
    private String text;

    @BeforeEach
    void write() throws IOException {
        file = temporary.resolve(GroupPlanFile.NAME);
        of(new GroupPlan("news", List.of(SENDER, receiver(2, "receiver-1")), 9)).write(file, OWNER);
        text = Files.readString(file);
    }

    @Test
    void shouldReadWhatItWrote() throws IOException {
        assertThat(text).contains("\"highestId\":9");
        GroupPlanFile found = GroupPlanFile.read(file);
        assertThat(found.plan().highestId()).isEqualTo(9);
        assertThat(found.plan().nodes()).isEqualTo(List.of(SENDER, receiver(2, "receiver-1")));
        of(new GroupPlan("news", List.of(SENDER))).write(file, OWNER);
        assertThat(Files.readString(file)).as("as ever, when nobody has gone").doesNotContain("highestId");
    }

    @Test
    void shouldReadOrRefuseWhateverCharacterIsAnother() throws IOException {
        int refused = 0;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at++) {
            for (char other : "0f{}[]\",:\n\\-\0".toCharArray()) {
                byte[] changed = bytes.clone();
                changed[at] = (byte) other;
                Files.write(file, changed);
                try {
                    GroupPlanFile.read(file);
                } catch (KeyFileException _) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(bytes.length);
    }

    @Test
    void shouldTellWhetherTheOwnerHasSignedTheVeryBytes() throws IOException {
        String owner = OWNER.verificationKey().hex();
        assertThat(GroupPlanFile.readSigned(file, owner).plan().nodes()).hasSize(2);
        assertThat(GroupPlanFile.readSigned(file, null).owner()).isEqualTo(owner);
        String other = KeyPair.generate(new SecureRandom()).verificationKey().hex();
        assertThatThrownBy(() -> GroupPlanFile.readSigned(file, other)).hasMessageContaining("not signed by the owner");
        String unsigned = text.substring(0, text.lastIndexOf("{\"signature\""));
        for (String written : List.of(unsigned, text.replace("receiver-1", "receiver-9"),
                text.replace(owner, other), text.replace("\"id\":2", "\"id\": 2"))) {
            Files.writeString(file, written);
            assertThatThrownBy(() -> GroupPlanFile.readSigned(file, owner)).isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("not signed by the owner");
        }
        Files.writeString(file, unsigned);
        assertThat(GroupPlanFile.read(file).plan().nodes()).as("as it was written before plans were signed").hasSize(2);
    }

    @Test
    void shouldRefuseAnSpiThatIsNone() {
        refused(text.replaceFirst("\"contentSpi\":\"[0-9a-f]{8}\"", "\"contentSpi\":\"00000000\""), "an SPI is not 0");
    }

    @Test
    void shouldRefuseWhatIsTooLongOrTooDeep() {
        refused(" ".repeat(PlanLines.MAX_LINE + 1) + text, "found a longer line, allowed: " + PlanLines.MAX_LINE);
        refused("{\"a\":".repeat(3_000) + "\n" + text, ":1: not JSON");
        refused("[".repeat(PlanLines.MAX_LINE) + "\n" + text, ":1: not JSON");
        refused(text.replace("\"nodes\":2", "\"nodes\":" + (Roster.MAX_MEMBERS + 1)), "nodes");
    }

    @Test
    void shouldKeepWhoseRegionsAre() {
        GroupPlan.Node head = new GroupPlan.Node(new Member(2, "rh-1", NodeRole.REPAIR_HEAD), 1, List.of("sender"),
                "acme");
        GroupPlan plan = new GroupPlan("news", List.of(SENDER, head));
        of(plan).write(file, OWNER);

        assertThat(GroupPlanFile.read(file).plan().tenants()).containsExactly(new Tenant("acme", List.of(1)));
        GroupPlan other = new GroupPlan("news", List.of(SENDER,
                new GroupPlan.Node(head.member(), 1, head.parents(), "bolt")));
        assertThat(of(other).faultAsGrowthOf(of(plan))).contains("a node of the plan before is missing, or another");
    }

    @Test
    void shouldHaveNoTenantOfAReceiverNorUnderAnothersHead() {
        assertThatThrownBy(() -> new GroupPlan("news", List.of(SENDER,
                new GroupPlan.Node(new Member(2, "r", NodeRole.RECEIVER), null, List.of("sender"), "acme"))))
                .hasMessageContaining("r has a tenant");
        GroupPlan.Node head = new GroupPlan.Node(new Member(2, "rh-1", NodeRole.REPAIR_HEAD), 1, List.of("sender"),
                "acme");
        assertThatThrownBy(() -> new GroupPlan("news", List.of(SENDER, head,
                new GroupPlan.Node(new Member(3, "rh-2", NodeRole.REPAIR_HEAD), 2, List.of("rh-1"), "bolt"))))
                .hasMessageContaining("rh-2 is another tenant's than its parent");
    }

    @Test
    void shouldNotMoveANodeToAnotherTenantWhenItsHeadIsLeftOut() {
        GroupPlan.Node a = new GroupPlan.Node(new Member(2, "rh-a", NodeRole.REPAIR_HEAD), 1, List.of("sender"),
                "acme");
        GroupPlan.Node b = new GroupPlan.Node(new Member(3, "rh-b", NodeRole.REPAIR_HEAD), 2, List.of("sender"),
                "bolt");
        GroupPlan.Node guest = new GroupPlan.Node(new Member(4, "r-1", NodeRole.RECEIVER), null,
                List.of("rh-a", "rh-b", "sender"));
        GroupPlan.Node lost = new GroupPlan.Node(new Member(5, "r-2", NodeRole.RECEIVER), null,
                List.of("rh-a", "rh-b"));

        GroupPlan left = new GroupPlan("news", List.of(SENDER, a, b, guest)).without(Set.of("rh-a"));
        assertThat(left.node("r-1").parents()).containsExactly("sender", "rh-b");
        assertThat(left.areApart(left.node("r-1"), "rh-b")).isTrue();
        assertThatThrownBy(() -> new GroupPlan("news", List.of(SENDER, a, b, lost)).without(Set.of("rh-a")))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("r-2: all its parents that are no other tenant's");
    }

    @Test
    void shouldNotGrowIntoIdsOfAuthorities() {
        GroupPlanFile before = of(new GroupPlan("news", List.of(SENDER, receiver(2, "receiver-1"))));
        for (int id : new int[] {0xFFFF_FFF0, 0xFFFF_FFF1, 0xFFFF_FFFF}) {
            assertThat(grown(id, "receiver-2", Map.of()).faultAsGrowthOf(before)).contains("highest node id");
        }
        assertThat(grown(0xFFFF_FFEF, "receiver-2", Map.of()).faultAsGrowthOf(before)).isNull();
    }

    @Test
    void shouldNotGrowBeyondARoster() {
        List<GroupPlan.Node> nodes = new ArrayList<>(List.of(SENDER, receiver(2, "receiver-1")));
        GroupPlanFile before = of(new GroupPlan("news", nodes));
        for (int id = 3; id <= Roster.MAX_MEMBERS + 1; id++) {
            nodes.add(receiver(id, "r" + id));
        }
        assertThat(of(new GroupPlan("news", nodes)).faultAsGrowthOf(before)).contains("allowed: at most");
        nodes.removeLast();
        assertThat(of(new GroupPlan("news", nodes)).faultAsGrowthOf(before)).isNull();
    }

    @Test
    void shouldNotForgetWhichIdsWereGivenNorWhichCertificates() {
        GroupPlanFile before = of(new GroupPlan("news", List.of(SENDER, receiver(2, "receiver-1")), 9));
        assertThat(grown(5, "receiver-2", Map.of()).faultAsGrowthOf(before)).contains("allowed: from 9 to");
        assertThat(grown(10, "receiver-2", Map.of()).faultAsGrowthOf(before)).isNull();
        GroupPlanFile certified = grown(10, "receiver-2", Map.of("receiver-2", HASH));
        assertThat(grown(10, "receiver-2", Map.of("receiver-2", HASH.replace('0', 'f'))).faultAsGrowthOf(certified))
                .contains("another certificate");
    }

    private void refused(String written, String message) {
        assertThatThrownBy(() -> GroupPlanFile.read(Files.writeString(file, written)))
                .isInstanceOf(KeyFileException.class).hasMessageContaining(message);
    }

    private static GroupPlanFile grown(int id, String name, Map<String, String> issued) {
        GroupPlanFile of = of(
                new GroupPlan("news", List.of(SENDER, receiver(2, "receiver-1"), receiver(id, name))));
        return new GroupPlanFile(of.plan(), of.owner(), of.content(), of.repairHeadKeys(), issued);
    }

    private static GroupPlanFile of(GroupPlan plan) {
        return new GroupPlanFile(plan, OWNER.verificationKey().hex(), new RekeyAnchor(KeyLayer.CONTENT.authority(),
                new byte[RekeyAnchor.LENGTH], 0, new byte[RekeyAnchor.LENGTH], 0x1234_5678), Map.of());
    }

    private static GroupPlan.Node receiver(int id, String name) {
        return new GroupPlan.Node(new Member(id, name, NodeRole.RECEIVER), null, List.of("sender"));
    }
}
