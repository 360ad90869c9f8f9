package io.trackmc.it.tree;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.tree.TreeChild;
import io.trackmc.net.tree.TreeDocument;
import io.trackmc.net.tree.TreeNode;
import io.trackmc.net.tree.TreeText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The page of the live tree in Chromium, served by a management address. */
class TreePageTest extends PageScene {

    private volatile List<TreeNode> nodes = PlantedTree.of(2, 3);

    @Test
    void shouldShowEachNodeOfASmallTreeWithItsName() {
        Browser page = open(null);
        page.until("document.body.dataset.ready");
        assertThat(page.count("[role=tree]")).isOne();
        assertThat(page
                .get("[...document.querySelectorAll('[role=treeitem] .name')].map(e => e.textContent).sort().join()"))
                .isEqualTo("receiver-1-1,receiver-1-2,receiver-1-3,receiver-2-1,receiver-2-2,receiver-2-3,rh-1,rh-2,"
                        + "sender");
        assertThat(page.text("#totals")).contains("receivers6", "repair heads2");
        assertThat(page.text("#worst button")).as("the lossy region").contains("rh-2", "12 %");
        assertThat(page.get("document.querySelector('li.region li.region').dataset.key")).as("the worst comes first")
                .isEqualTo("3");
        assertThat(page.text("li.region li.region .word")).as("a word besides the colour").contains("heavy loss");
    }

    @Test
    void shouldMoveByKeyboard() {
        Browser page = open(null);
        page.until("document.body.dataset.ready");
        page.get("document.querySelector('[role=treeitem]').focus()");
        page.key("ArrowDown");
        assertThat(focused(page)).startsWith("rh-2, repair head, heavy loss, 3 receivers");
        page.key("ArrowRight");
        assertThat(focused(page)).startsWith("receiver-2-3, receiver, heavy loss");
        page.key("ArrowLeft").key("Enter");
        assertThat(page.text("#path")).isEqualTo("senderrh-2");
        assertThat(page.count("[role=treeitem]")).isEqualTo(4);
        assertThat(focused(page)).startsWith("rh-2, ");
        assertThat(page.text("#live")).isEqualTo("rh-2 is open");
        page.key("End");
        assertThat(focused(page)).startsWith("receiver-2-1, ");
        page.key("Escape");
        assertThat(page.text("#path")).isEqualTo("sender");
        assertThat(page.count("[role=treeitem]")).isEqualTo(9);
        assertThat(page.get("document.querySelectorAll('[role=treeitem][tabindex=\"0\"]').length")).isEqualTo("1");
    }

    @Test
    void shouldKeepWhereSomebodyReadsWhileFiguresChange() {
        Browser page = open(null);
        page.until("document.body.dataset.ready");
        page.get("document.querySelector('[role=treeitem]').focus()");
        page.key("ArrowDown");
        nodes = PlantedTree.of(3, 3);
        page.until("document.querySelectorAll('[role=treeitem]').length === 13");
        assertThat(focused(page)).startsWith("rh-2, ");
    }

    @Test
    void shouldAskForTheTokenAndKeepItInThePageOnly() throws IOException {
        Browser page = open(token());
        page.until("!document.querySelector('#token-form').hidden");
        assertThat(page.count("[role=treeitem]")).isZero();
        page.type("wrong").key("Enter");
        page.until("document.querySelector('#token-why').textContent === 'That is not the token.'");
        page.type(TOKEN).key("Enter");
        page.until("Number(document.body.dataset.ready) > 1");
        assertThat(page.count("[role=treeitem]")).isEqualTo(9);
        assertThat(page.get("localStorage.length + sessionStorage.length + document.cookie.length")).isEqualTo("0");
        assertThat(page.get("document.documentElement.outerHTML.includes('" + TOKEN + "')")).isEqualTo("false");
        assertThat(page.get("document.querySelector('#token').value")).isEmpty();
    }

    @Test
    void shouldShowHostileNamesAsText() {
        String hostile = "<img src=x onerror=window.hit=1>\"'</script><script>window.hit=1</script>";
        TreeChild child = PlantedTree.child(9, hostile, false, 1, 0);
        nodes = List.of(PlantedTree.node(1, hostile, "sender", 0, 1, List.of(child)));
        Browser page = open(null);
        page.until("document.body.dataset.ready");
        assertThat(page.text(".chip .name")).isEqualTo(hostile);
        assertThat(page.text(".card .name")).isEqualTo(hostile);
        assertThat(page.count("img") + page.count("body script")).as("the page's own program").isOne();
        assertThat(page.get("window.hit")).isEqualTo("undefined");
    }

    /** Counted in elements: the browser's work grows with them. */
    @Test
    void shouldDrawAFewThousandElementsForTenThousandNodes() {
        nodes = PlantedTree.of(100, 100);
        Browser page = open(null);
        page.until("document.body.dataset.ready");
        assertThat(page.text("#totals")).contains("receivers10,000", "repair heads100");
        assertThat(page.count("*")).isLessThan(3000);
        assertThat(page.text("#worst button")).contains("rh-100");
        page.get("document.querySelector('#worst button').click()");
        assertThat(page.text("#path")).isEqualTo("senderrh-100");
        assertThat(page.count(".chip")).isEqualTo(100);
        page.get("document.querySelector('#find').focus()");
        page.type("receiver-57-99").key("Enter");
        assertThat(page.text("#path")).isEqualTo("senderrh-57");
        assertThat(focused(page)).startsWith("receiver-57-99, ");
        assertThat(page.count("*")).isLessThan(3000);
    }

    @Test
    void shouldShowWhoIsNotHeardAnyMoreFromItsLastReport() throws IOException {
        List<TreeNode> all = nodes;
        TreeDocument below = new TreeDocument(0, List.of(new TreeDocument.Heard(all.get(1), 0, 60_000),
                new TreeDocument.Heard(all.get(2), 0, 500)), List.of(), List.of(), 0);
        HttpServer stale = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        stale.createContext("/tree", exchange -> {
            byte[] body = TreeText.write(below).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        stale.start();
        try {
            nodes = List.of(all.getFirst());
            Browser page = open(null, List.of(new NodeConfig.Below(
                    URI.create("http://127.0.0.1:" + stale.getAddress().getPort()), null, null)));
            page.until("document.querySelectorAll('[role=treeitem]').length === 9");
            assertThat(page.get("document.querySelector('[role=treeitem][data-key=\"2\"]').getAttribute('aria-label')"))
                    .startsWith("rh-1, repair head, not heard, 3 receivers");
            assertThat(page.text("[role=treeitem][data-key=\"2\"] .card")).contains("not heard for ");
            assertThat(
                    page.get("document.querySelector('[role=treeitem][data-key=\"1001\"]').getAttribute('aria-label')"))
                    .as("what its parent said of it").startsWith("receiver-1-1, receiver, not heard");
            assertThat(page.text("#worst button")).contains("rh-1 not heard");
        } finally {
            stale.stop(0);
        }
    }

    @Test
    void shouldFollowTheSystemsColoursAndItsOwnSwitch() {
        Browser page = open(null);
        page.until("document.body.dataset.ready");
        String ground = "getComputedStyle(document.body).backgroundColor";
        String light = page.looks(1200, 800, false).get(ground);
        String dark = page.looks(1200, 800, true).get(ground);
        assertThat(dark).isNotEqualTo(light);
        page.get("document.querySelector('#theme').click()");
        assertThat(page.get(ground)).isEqualTo(light);
        page.get("document.querySelector('#theme').click()");
        page.looks(1200, 800, false);
        assertThat(page.get(ground)).isEqualTo(dark);
    }

    private static String focused(Browser page) {
        return page.get("document.activeElement.getAttribute('aria-label')");
    }

    private Browser open(@Nullable Path token) {
        return open(token, List.of());
    }

    private Browser open(@Nullable Path token, List<NodeConfig.Below> below) {
        return open(new PlantedSource(() -> nodes), token, below, 900);
    }
}
