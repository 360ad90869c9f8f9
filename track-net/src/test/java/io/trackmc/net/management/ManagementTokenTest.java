package io.trackmc.net.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.bundle.NodeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are open when the token is replaced. */
class ManagementTokenTest {

    private static final String BEFORE = "0123456789abcdef-before";
    private static final String AFTER = "0123456789abcdef-after";
    private static final int MOST_MS = 20_000;

    @TempDir
    Path directory;

    @Test
    void shouldCutOffWhoKnowsTheTokenBeforeOnly() throws IOException {
        NodeConfig.Management config = config(BEFORE);
        try (ManagementServer server = ManagementServer.open(config, new ManagementCounters(), new QuietSource(),
                _ -> {});
                Socket open = connect(server)) {
            ask(open, BEFORE);
            assertThat(status(open)).isEqualTo("HTTP/1.1 200 OK");
            server.use(ManagementFiles.read(config, _ -> {}));
            ask(open, BEFORE);
            assertThat(status(open)).as("the same token again cuts nobody off").isEqualTo("HTTP/1.1 200 OK");
            server.use(ManagementFiles.read(config(AFTER), _ -> {}));
            assertThat(open.getInputStream().read()).as("closed").isEqualTo(-1);
            try (Socket old = connect(server); Socket fresh = connect(server)) {
                ask(old, BEFORE);
                assertThat(status(old)).isEqualTo("HTTP/1.1 401 Unauthorized");
                ask(fresh, AFTER);
                assertThat(status(fresh)).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    private NodeConfig.Management config(String token) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), token + "\n");
        return new NodeConfig.Management(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), file, null, null,
                List.of(), 0);
    }

    private static Socket connect(ManagementServer server) throws IOException {
        Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(MOST_MS);
        return socket;
    }

    private static void ask(Socket socket, String token) throws IOException {
        socket.getOutputStream().write(("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** The first line; the rest of the answer is read too. */
    private static String status(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0 || !answer.toString().endsWith("\n")
                || (answer.indexOf(" 200 ") > 0 && !answer.toString().endsWith("alive\n"))) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            answer.append((char) next);
        }
        return answer.substring(0, answer.indexOf("\r\n"));
    }
}
