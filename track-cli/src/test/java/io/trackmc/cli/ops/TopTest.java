package io.trackmc.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.cli.CliFixture;
import io.trackmc.net.tree.TreeChild;
import io.trackmc.net.tree.TreeDocument;
import io.trackmc.net.tree.TreeDocument.Heard;
import io.trackmc.net.tree.TreeEvent;
import io.trackmc.net.tree.TreeNode;
import io.trackmc.net.tree.TreeText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The live tree as text, of what a management address says. */
class TopTest {

    private HttpServer server;
    private String told = TreeText.write(tree(0));
    private int code = 200;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/tree", exchange -> {
            byte[] body = told.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldShowRegionsBelowTheirParentTheWorstFirst() {
        List<String> lines = CliFixture.run("top", "--url", url(), "--receivers", "1").outLines();
        assertThat(lines.get(0)).contains("3 nodes told, 2 receivers named, 1 not heard");
        assertThat(lines.get(2)).startsWith("sender ");
        assertThat(lines.get(3)).startsWith("  rh-2 ").contains("not heard", "12.00 %");
        assertThat(lines.get(4)).startsWith("  rh-1 ").contains("ready", "0.20 %", "1.00 s");
        assertThat(lines.get(5)).startsWith("  rh-3 ").contains("by its parent");
        assertThat(lines.get(8)).startsWith("receiver-2 ").contains("rh-2", "12.00 %", "0.25 ms");
        assertThat(lines.get(11)).contains("moved", "31", "from rh-1 to rh-2");
    }

    @Test
    void shouldTellHowMuchIsRepairedFromOneReadingToTheNext() {
        assertThat(new TopPicture(tree(80), tree(0)).lines(0, 200).get(4)).contains("40.00");
    }

    @Test
    void shouldSayTheSameAsJson() {
        Config json = ConfigFactory.parseString(CliFixture.run("top", "--json", "--url", url()).out());
        assertThat(json.getBoolean("ok")).isTrue();
        assertThat(json.getConfigList("nodes")).hasSize(3);
        assertThat(json.getConfigList("moves").getFirst().getLong("count")).isEqualTo(31);
    }

    @Test
    void shouldSayWhyThereIsNothingToShow() {
        told = "<html>";
        assertFails("what it says is not the tree of a node");
        code = 401;
        assertFails(" says 401: <html>");
        server.stop(0);
        assertFails(url());
        assertThat(CliFixture.run("top", "--url", url(), "--receivers", "-1").code()).isEqualTo(2);
    }

    private void assertFails(String why) {
        for (CliFixture result : List.of(CliFixture.run("top", "--url", url()),
                CliFixture.run("top", "--json", "--url", url()))) {
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err() + result.out()).contains(why);
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static TreeDocument tree(long repairs) {
        TreeNode sender = node(1, "sender", 0, List.of(child(2, "rh-1", true, 2_000), child(3, "rh-2", true, 120_000),
                child(4, "rh-3", true, 0)));
        TreeNode one = node(2, "rh-1", repairs, List.of(child(11, "receiver-1", false, 2_000)));
        TreeNode other = node(3, "rh-2", 0, List.of(child(12, "receiver-2", false, 120_000)));
        return new TreeDocument(1_000_000 + repairs * 25,
                List.of(new Heard(sender, 0, 0), new Heard(one, 1, 1_000), new Heard(other, 1, 60_000)),
                List.of(), List.of(new TreeEvent(TreeEvent.Kind.MOVED, 1, 2, 31, "a, b", "from rh-1 to rh-2")), 0);
    }

    private static TreeNode node(long id, String name, long repairs, List<TreeChild> children) {
        return new TreeNode("news", id, name, id == 1 ? "sender" : "repair-head",
                new TreeNode.Place(id - 1, "", 1, "sender", "", 1, "", ""),
                new TreeNode.Work(100, 99, children.size(), repairs, 0, 0, 0, 0), new TreeNode.Epochs(1, 1, 1),
                children, List.of());
    }

    private static TreeChild child(long id, String name, boolean repairHead, long loss) {
        return new TreeChild(id, name, repairHead, 1, 3, loss, 0, 0, 250, 0, "", name, 1, 1);
    }
}
