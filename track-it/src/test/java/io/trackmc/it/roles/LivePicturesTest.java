package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trackmc.cli.sim.SimTree;
import io.trackmc.it.tree.Browser;
import io.trackmc.it.tree.PlantedSource;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.LossInjector;
import io.trackmc.net.management.ManagementCounters;
import io.trackmc.net.management.ManagementServer;
import io.trackmc.net.tree.TreeDocument;
import io.trackmc.net.tree.TreeNode;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.sender.Publisher;
import io.trackmc.sim.scale.Crypto;
import io.trackmc.sim.scale.HardshipPlan;
import io.trackmc.sim.scale.KeyChurn;
import io.trackmc.sim.scale.LoadPlan;
import io.trackmc.sim.scale.PathPlan;
import io.trackmc.sim.scale.Reach;
import io.trackmc.sim.scale.ScalePlan;
import io.trackmc.sim.scale.ScaleRun;
import io.trackmc.sim.scale.TreePlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the pictures of the live tree in the documentation, only where {@code -Dpictures=DIR} says where to: eight real nodes and two thousand simulated ones, each
 * in both colours, with a region in which much is lost.
 */
class LivePicturesTest {

    private static final int LENGTH = 500;
    private static final double MUCH = 0.12;
    private static final double LITTLE = 0.003;
    private static final int WIDTH = 1360;

    @TempDir
    Path directory;

    private Path pictures;

    @BeforeEach
    void needDirectoryAndChromium() throws IOException {
        String wanted = System.getProperty("pictures");
        assumeTrue(wanted != null, "-Dpictures=DIR says where pictures go");
        assumeTrue(Browser.isThere(), "there is no /usr/bin/chromium");
        pictures = Files.createDirectories(Path.of(wanted));
    }

    @Test
    void shouldDrawEightRealNodes() {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(2, 5))
                .with("management.address", "127.0.0.1:0")) {
            RepairHead one = group.repairHead("rh-1");
            RepairHead other = group.repairHead("rh-2");
            Publisher sender = group.sender(context -> context.nodeConfig(group.config("sender",
                    Map.of("management.below", "[" + below(one) + "," + below(other) + "]"))));
            for (int i = 1; i <= 5; i++) {
                String name = "receiver-" + i;
                boolean isLossy = group.config(name).parents().getFirst().name().equals("rh-2");
                LossInjector loss = LossInjector.independent(i, isLossy ? MUCH : LITTLE);
                group.application(name, context -> context.once(true).loss(loss));
            }
            Await.future(sender.receiversBound(5));
            Thread load = Thread.ofPlatform().daemon().start(() -> publish(sender));
            String url = "http://127.0.0.1:" + sender.managementAddress().getPort() + "/";
            draw(url, "live-tree-8", 940, page -> {
                page.until("document.querySelector('#worst button')?.textContent.includes('rh-2')");
                page.until("/\\/s\\)/.test(document.querySelector('#totals').textContent)");
                assertThat(page.count("[role=treeitem]")).isEqualTo(8);
            });
            load.interrupt();
            Await.thread(load);
        }
    }

    @Test
    void shouldDrawTwoThousandSimulatedNodes() {
        SimTree seen = new SimTree();
        ScalePlan plan = new ScalePlan(new TreePlan(2_000, 32, 0, 4), new PathPlan(Reach.LAN, 0.005, 1, 0, 0.15),
                new LoadPlan(3_000, 1_000), new HardshipPlan(0, 0, 0.03), KeyChurn.NONE, Crypto.FAST, 1);
        assertThat(new ScaleRun(plan, (phase, seconds, offered, delivered) -> {}, seen).run().isOk()).isTrue();
        List<TreeNode> nodes = seen.document().nodes().stream().map(TreeDocument.Heard::node).toList();
        NodeConfig.Management where = new NodeConfig.Management(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), null, null, null, List.of(), 0);
        try (ManagementServer server = ManagementServer.open(where, new ManagementCounters(),
                new PlantedSource(() -> nodes), _ -> {})) {
            String lossy = nodes.getLast().name();
            draw("http://127.0.0.1:" + server.address().getPort() + "/", "live-tree-2000", 1500, page -> page.until(
                    "document.querySelector('#worst button')?.textContent.includes('" + lossy + "')"));
        }
    }

    /** What has to be seen before the picture is taken. */
    private interface Check {

        void of(Browser page);
    }

    private void draw(String url, String name, int height, Check check) {
        try (Browser page = Browser.start(directory.resolve(name))) {
            page.looks(WIDTH, height, false).open(url);
            page.until("Number(document.body.dataset.ready) > 1");
            check.of(page);
            page.picture(pictures.resolve(name + "-light.png"));
            page.looks(WIDTH, height, true);
            page.picture(pictures.resolve(name + "-dark.png"));
        }
    }

    private static void publish(Publisher sender) {
        Messages messages = new Messages(LENGTH);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                sender.blocking().publish(messages.next(LENGTH), 0, LENGTH);
                Thread.sleep(2); // so fast that losses show, and the machine draws too
            }
        } catch (InterruptedException | RuntimeException _) {
            // the picture is taken
        }
    }

    private static String below(RepairHead head) {
        return "{url=\"http://127.0.0.1:" + head.managementAddress().getPort() + "\"}";
    }
}
