package io.trackmc.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.cli.CliFixture;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.node.ChildStatus;
import io.trackmc.net.node.StatusText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of children, of what a management address says. */
class ChildrenTest {

    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    Path directory;

    private HttpServer server;
    private String status = "";
    private int code = 200;
    private String authorization;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/status", exchange -> {
            authorization = exchange.getRequestHeaders().getFirst("Authorization");
            byte[] body = status.getBytes(StandardCharsets.UTF_8);
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
    void shouldShowTheWorstChildFirst() throws IOException {
        status = repairHead();
        Path token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        CliFixture result = CliFixture.run("children", "--url", url(), "--token-file", token.toString());
        assertThat(result.code()).isZero();
        assertThat(authorization).isEqualTo("Bearer " + TOKEN);
        List<String> lines = result.out().lines().toList();
        assertThat(lines.getFirst()).isEqualTo("rh-1 (repair-head of news): 3 children, newest packet 1000");
        assertThat(lines.get(2)).startsWith("lossy ").contains("12.00 s", "5.00 %", "0.20 ms").endsWith("receiver-9");
        assertThat(lines.get(3)).startsWith("asking ");
        assertThat(lines.get(4)).startsWith("fine ").endsWith("itself");
    }

    @Test
    void shouldSayWhatIsNeededWhereNobodyListens() {
        String nobody = url();
        server.stop(0);
        CliFixture result = CliFixture.run("children", "--url", nobody);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.errLines()).singleElement().asString()
                .startsWith("track children: " + nobody + ": cannot connect; needed: a node that runs")
                .contains("management.address");
    }

    @Test
    void shouldShowTheSessionsOfAnAppliance() {
        status = new JsonText().object("sessions", all -> all.json("news", repairHead())
                .json("prices.eu", "{\"down\":\"its interface has gone\"}")).oneLine();
        CliFixture result = CliFixture.run("children", "--url", url());
        assertThat(result.out()).contains("rh-1 (repair-head of news)", "prices.eu is down: its interface has gone");
        Config json = ConfigFactory.parseString(CliFixture.run("children", "--json", "--url", url()).out());
        assertThat(json.getConfigList("sessions.news.children")).hasSize(3);
    }

    @Test
    void shouldSayWhyThereIsNothingToShow() {
        status = "{\"node\":\"receiver-1\",\"role\":\"receiver\",\"group\":\"news\"}";
        assertFails("it is a receiver, which has no children");
        status = "<html>";
        assertFails("what it says is not the status of a node");
        code = 401;
        assertFails(" says 401: <html>");
        server.stop(0);
        assertFails(url());
        assertThat(CliFixture.run("children", "--url", "10.0.0.1").code()).isEqualTo(2);
    }

    private void assertFails(String why) {
        CliFixture result = CliFixture.run("children", "--url", url());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains(why);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static String repairHead() {
        JsonText out = new JsonText().field("node", "rh-1").field("role", "repair-head").field("group", "news")
                .field("highestSequence", 1000);
        StatusText.children(out, List.of(child("fine", 0, 0), child("asking", 0, 70), child("lossy", 12, 30)));
        return out.oneLine();
    }

    private static ChildStatus child(String name, long slowestSeconds, long asked) {
        String heldBy = slowestSeconds > 0 ? "receiver-9" : name;
        return new ChildStatus(7, name, false, 990, 990, 980, 10, 1, 0.05, 200_000, heldBy, asked, asked, asked, 0,
                slowestSeconds * 1_000_000_000L);
    }
}
