package io.trackmc.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.deploy.GroupPlan;
import io.trackmc.keys.controller.deploy.GroupPlanFile;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.bundle.NodeRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keys add} from words to files and output. */
class KeysAddTest {

    @TempDir
    Path temporary;

    private Path directory;

    @BeforeEach
    void init() {
        directory = temporary.resolve("d");
        assertThat(CliFixture.run("keys", "init", "--dir", directory.toString(), "--group", "news", "--repair-heads",
                "2").code()).isZero();
    }

    @Test
    void shouldMakeAConfigurationThatGetsItsKeysFromTheAuthorities() {
        CliFixture run = add("--node", "late-1", "--parent", "rh-2", "--backup", "rh-1", "--backup", "sender",
                "--content-authority", "10.0.0.9:47101", "--json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.outLines()).singleElement().asString().startsWith("{\"command\":\"keys add\",\"ok\":true,"
                + "\"name\":\"late-1\",\"role\":\"receiver\",\"id\":6,\"parent\":\"rh-2\",\"backups\":[\"rh-1\",\"sender\"]");
        NodeConfig made = NodeConfigFile.read(directory.resolve("late-1.conf"));
        NodeConfig before = NodeConfigFile.read(directory.resolve("receiver-1.conf"));
        assertThat(made.authorities().join()).isTrue();
        assertThat(made.authorities().transportController().address()).isEqualTo("127.0.0.1:47100");
        assertThat(made.authorities().contentAuthority().address()).isEqualTo("10.0.0.9:47101");
        assertThat(made.data()).isEqualTo(before.data());
        assertThat(made.protocol()).isEqualTo(before.protocol());
        assertThat(made.parents()).hasSameElementsAs(before.parents()).extracting(NodeConfig.Parent::name)
                .containsExactly("rh-2", "rh-1", "sender");
        assertThat(directory.resolve("late-1/transport.bundle")).doesNotExist();
    }

    @Test
    void shouldOfferALargerPlanAndLeaveThoseInForceAlone() {
        assertThat(add("--node", "late-1", "--parent", "rh-1").code()).isZero();
        assertThat(add("--node", "late-2", "--parent", "rh-1").code()).isZero();

        AuthorityDirectory authorities = AuthorityDirectory.of(directory);
        GroupPlanFile offered = GroupPlanFile.read(authorities.plan());
        GroupPlanFile inForce = GroupPlanFile.read(directory.resolve("authorities/content-authority/group.plan"));
        assertThat(offered.faultAsGrowthOf(inForce)).isNull();
        assertThat(inForce.faultAsGrowthOf(offered)).isNotNull();
        assertThat(offered.plan().nodes()).extracting(GroupPlan.Node::name).endsWith("late-1", "late-2");
        assertThat(offered.plan().nodes()).extracting(GroupPlan.Node::id).endsWith(6, 7);
        assertThat(offered.plan().nodes().getLast().role()).isEqualTo(NodeRole.RECEIVER);
        assertThat(offered.issued()).containsOnlyKeys("late-1", "late-2");
    }

    @Test
    void shouldRefuseWhatCannotBeAddedAndChangeNothing() throws IOException {
        assertRefused("is in the group already", "--node", "receiver-1", "--parent", "rh-1");
        assertRefused("parent rh-9: allowed", "--node", "late-1", "--parent", "rh-9");
        assertRefused("parent receiver-1: allowed", "--node", "late-1", "--parent", "receiver-1");
        assertRefused("each once", "--node", "late-1", "--parent", "rh-1", "--backup", "rh-1");
        assertRefused("node name", "--node", "../late", "--parent", "rh-1");
        assertRefused("--role repair-head: not built yet", "--role", "repair-head", "--node", "rh-3", "--parent",
                "sender");
        assertRefused("allowed: receiver", "--role", "sender", "--node", "late-1", "--parent", "rh-1");
        Files.delete(directory.resolve("rh-1.conf"));
        assertRefused("rh-1.conf: no such file", "--node", "late-1", "--parent", "rh-1");
        assertThat(directory.resolve("late-1")).doesNotExist();
        assertThat(AuthorityDirectory.of(directory).plan()).doesNotExist();
    }

    @Test
    void shouldRefuseADirectoryThatIsNotThereAndNotMakeIt() {
        Path typo = temporary.resolve("typo");
        directory = typo;
        CliFixture run = add("--node", "late-1", "--parent", "rh-1", "--transport-controller", "127.0.0.1:47100",
                "--content-authority", "127.0.0.1:47101");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(typo + ": no such directory");
        assertThat(typo).doesNotExist();
    }

    @Test
    void shouldNeedTheKeyOfTheOwnerWhoSignsThePlan() throws IOException {
        Path key = directory.resolve("authorities/group-owner-key.pem");
        Files.copy(directory.resolve("authorities/subscriber-ca-key.pem"), key, StandardCopyOption.REPLACE_EXISTING);
        assertRefused("group-owner-key.pem: found another key", "--node", "late-1", "--parent", "rh-1");
        Files.delete(key);
        assertRefused("group-owner-key.pem: cannot be read: no such file", "--node", "late-1", "--parent", "rh-1");
        assertThat(directory.resolve("late-1")).doesNotExist();
    }

    @Test
    void shouldRefuseAParentWhoseRegionWasMadeForRepairHeadsOnly() throws IOException {
        Path tree = Files.writeString(temporary.resolve("tree.conf"), """
                nodes {
                  top { role = repair-head, parent = sender }
                  low { role = repair-head, parent = top }
                  leaf { parent = low, backups = [sender] }
                }
                """);
        directory = temporary.resolve("e");
        assertThat(CliFixture.run("keys", "init", "--dir", directory.toString(), "--group", "news", "--tree",
                tree.toString()).code()).isZero();

        assertRefused("made for repair heads only", "--node", "late-1", "--parent", "top");
        assertThat(add("--node", "late-1", "--parent", "sender").code()).isZero();
    }

    private void assertRefused(String expected, String... words) {
        CliFixture run = add(words);
        assertThat(run.code()).as(run.out()).isEqualTo(2);
        assertThat(run.errLines()).singleElement().asString().startsWith("track keys add: ").contains(expected);
    }

    private CliFixture add(String... words) {
        List<String> all = new ArrayList<>(List.of("keys", "add", "--dir", directory.toString()));
        all.addAll(List.of(words));
        return CliFixture.run(all.toArray(String[]::new));
    }
}
