package io.trackmc.net.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trackmc.net.client.ManagementClient.Answer;
import io.trackmc.net.client.ManagementClient.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementClientTest {

    private static final int MOST_BYTES = 1_000;
    private static final Patience PATIENCE = Patience.of(Duration.ofMinutes(1));

    private final ManagementClient client = new ManagementClient(PATIENCE, MOST_BYTES);
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/echo", exchange -> answer(exchange, 200, exchange.getRequestMethod() + " "
                + exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization")));
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().add("Location", "/echo");
            answer(exchange, 302, "");
        });
        server.createContext("/fits", exchange -> answer(exchange, 200, "x".repeat(MOST_BYTES)));
        server.createContext("/long", exchange -> answer(exchange, 200, "x".repeat(MOST_BYTES + 1)));
        server.createContext("/stuck", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        client.close();
        server.stop(0);
    }

    @Test
    void shouldAskAndOrderWithTheToken() throws Exception {
        assertThat(client.get(address("secret"), "/echo")).isEqualTo(new Answer(200, "GET /echo Bearer secret"));
        assertThat(client.post(address("secret"), "/echo/pause?forMillis=5"))
                .isEqualTo(new Answer(200, "POST /echo/pause?forMillis=5 Bearer secret"));
        assertThat(client.get(address(null), "/echo").body()).isEqualTo("GET /echo null");
    }

    /** Else the token would be shown to whoever is named there. */
    @Test
    void shouldGoNowhereElse() throws Exception {
        Answer answer = client.get(address("secret"), "/elsewhere");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.isOk()).isFalse();
    }

    @Test
    void shouldTakeNoLongerAnswerThanItMay() throws Exception {
        assertThat(client.get(address(null), "/fits").body()).hasSize(MOST_BYTES);
        assertThatExceptionOfType(TooLongAnswerException.class).isThrownBy(() -> client.get(address(null), "/long"))
                .withMessageContaining("1000 bytes");
    }

    @Test
    void shouldNotWaitForEverForTheRestOfAnAnswer() {
        try (ManagementClient hasty = new ManagementClient(
                new Patience(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(50)), MOST_BYTES)) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> hasty.get(address(null), "/stuck"))
                    .withMessageContaining("no answer");
        }
    }

    @Test
    void shouldAskNobodyWhenItIsClosed() {
        client.close();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.get(address(null), "/echo"));
    }

    private ManagementAddress address(String token) {
        return new ManagementAddress(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), token, null);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
