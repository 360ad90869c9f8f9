package io.trackmc.cli.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.net.tree.TreeChild;
import io.trackmc.net.tree.TreeDocument;
import io.trackmc.net.tree.TreeNode;
import io.trackmc.net.tree.TreeReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live tree of a simulated group. */
class SimTreeTest {

    @TempDir
    Path directory;

    @Test
    void shouldWriteTheTreeWithItsLossyRegion() throws Exception {
        Path file = directory.resolve("tree.json");
        CliFixture run = CliFixture.run("sim", "--receivers", "60", "--fanout", "6", "--tenants", "2", "--loss", "0",
                "--region-loss", "0.2", "--packets", "300", "--tree", file.toString());
        assertThat(run.code()).as(run.err()).isZero();
        TreeDocument tree = TreeReader.read(Files.readString(file), 100);
        List<TreeNode> nodes = tree.nodes().stream().map(TreeDocument.Heard::node).toList();
        assertThat(nodes.getFirst().role()).isEqualTo("sender");
        List<TreeChild> receivers = nodes.stream().flatMap(node -> node.children().stream())
                .filter(child -> !child.repairHead()).toList();
        assertThat(receivers).hasSize(60);
        TreeNode lossy = nodes.stream().max(Comparator.comparingLong(SimTreeTest::worst)).orElseThrow();
        assertThat(lossy.id()).as("parent of the last receiver").isEqualTo(nodes.getLast().id());
        assertThat(worst(lossy)).isGreaterThan(20_000);
        assertThat(nodes.stream().filter(node -> node.id() != lossy.id()).mapToLong(SimTreeTest::worst).max())
                .hasValue(0);
        assertThat(nodes).extracting(node -> node.place().tenant()).contains("", "tenant-1", "tenant-2");
    }

    private static long worst(TreeNode node) {
        return node.children().stream().filter(child -> !child.repairHead())
                .mapToLong(TreeChild::lossPartsPerMillion).max().orElse(0);
    }
}
