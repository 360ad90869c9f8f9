package io.trackmc.net.tree;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.trackmc.net.client.ManagementAddress;
import io.trackmc.net.tree.TreeDocument.Heard;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tree that is put together of what a node knows and what an address below tells, whatever that is. */
class LiveTreeTest {

    private final BlockingQueue<FeedResult> results = new LinkedBlockingQueue<>();
    private final TreeNode sender = new TreeNode(Planted.GROUP, 1, "sender", "sender",
            Planted.head(1, "", List.of()).place(), Planted.head(1, "", List.of()).work(),
            Planted.head(1, "", List.of()).epochs(), List.of(), List.of());
    private final LiveTree tree = new LiveTree(() -> CompletableFuture.completedFuture(List.of(sender)),
            InstantSource.system(), false, results::add);
    private volatile String told = "";
    private volatile int code = 200;
    private volatile String authorization = "";
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/tree", exchange -> {
            authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = told.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            } catch (IOException _) {
                // the client has had enough
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        tree.close();
        server.stop(0);
    }

    @Test
    void shouldShowWhatIsBelow() throws Exception {
        assertThat(ask(0, Planted.head(2, "rh-1", Planted.receivers(10, 3, 0)))).isEqualTo(FeedResult.TAKEN);
        assertThat(authorization).isEqualTo("Bearer secret-of-the-node");
        assertThat(whole().nodes()).extracting(heard -> heard.node().name()).containsExactly("sender", "rh-1");
        assertThat(whole().nodes().getLast().depth()).isOne();
    }

    /** Otherwise whoever is asked could speak for the node that asks. */
    @Test
    void shouldNotLetOthersSpeakForItselfOrForOtherGroups() throws Exception {
        TreeNode impostor = Planted.head(1, "impostor", List.of());
        TreeNode stranger = new TreeNode("other", 7, "stranger", "repair-head", impostor.place(), impostor.work(),
                impostor.epochs(), List.of(), List.of());
        ask(0, impostor, stranger);
        assertThat(whole().nodes()).extracting(heard -> heard.node().name()).containsExactly("sender");
    }

    @Test
    void shouldCutWhatCameThroughTooManyHands() throws Exception {
        ask(LiveTree.MOST_DEPTH - 1, Planted.head(2, "rh-1", List.of()));
        assertThat(whole().nodes()).hasSize(2);
        ask(LiveTree.MOST_DEPTH, Planted.head(2, "rh-1", List.of()));
        assertThat(whole().nodes()).hasSize(1);
        assertThat(whole().leftOut()).isOne();
    }

    @Test
    void shouldKeepTheLastReportOfWhoDoesNotAnswerAnyMore() throws Exception {
        ask(0, Planted.head(2, "rh-1", List.of()));
        told = "{\"version\":1,\"nodes\":[[[";
        assertThat(next()).isEqualTo(FeedResult.NOT_A_TREE);
        code = 401;
        assertThat(next(FeedResult.REFUSED)).isEqualTo(FeedResult.REFUSED);
        server.stop(0);
        assertThat(next(FeedResult.UNREACHABLE)).isEqualTo(FeedResult.UNREACHABLE);
        assertThat(whole().nodes()).hasSize(2);
        assertThat(whole().below().getFirst().fault()).isEqualTo("it does not answer");
    }

    @Test
    void shouldRefuseMoreThanFits() throws Exception {
        told = " ".repeat((int) TreeFeed.MOST_BYTES + 1);
        use();
        assertThat(next()).isEqualTo(FeedResult.TOO_LARGE);
        assertThat(whole().nodes()).hasSize(1);
    }

    @Test
    void shouldCallANodeSilentThatHasSaidNothingForLong() {
        assertThat(new Heard(sender, 0, 0).isSilent()).isFalse();
        assertThat(new Heard(sender, 1, 12_000).isSilent()).isFalse();
        assertThat(new Heard(sender, 1, 12_001).isSilent()).isTrue();
    }

    private FeedResult ask(int depth, TreeNode... nodes) throws Exception {
        List<Heard> heard = new ArrayList<>();
        for (TreeNode node : nodes) {
            heard.add(new Heard(node, depth, 0));
        }
        told = TreeText.write(new TreeDocument(0, heard, List.of(), List.of(), 0));
        use();
        return next();
    }

    private void use() {
        results.clear();
        tree.use(List.of(new ManagementAddress(URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "secret-of-the-node", null)));
    }

    private FeedResult next() throws InterruptedException {
        return results.take();
    }

    /** One question may have been under way. */
    private FeedResult next(FeedResult wanted) throws InterruptedException {
        FeedResult first = next();
        return first == wanted ? first : next();
    }

    private TreeDocument whole() throws Exception {
        return TreeReader.read(tree.whole().get(), 100);
    }
}
