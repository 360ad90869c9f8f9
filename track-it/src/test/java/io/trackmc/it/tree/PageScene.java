package io.trackmc.it.tree;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.management.ManagementCounters;
import io.trackmc.net.management.ManagementServer;
import io.trackmc.net.management.ManagementSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a page that a management address serves, open in Chromium; both are closed at its end. Skipped where there is no Chromium. */
abstract class PageScene {

    static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path directory;

    private @Nullable ManagementServer server;
    private @Nullable Browser browser;

    @BeforeEach
    void needChromium() {
        assumeTrue(Browser.isThere(), "there is no /usr/bin/chromium");
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** A file with the token. */
    Path token() throws IOException {
        return Files.writeString(directory.resolve("token"), TOKEN);
    }

    /**
     * Serves what a source tells, and opens its page in a light window.
     *
     * @param token file with what must be shown; null for nothing
     * @param below addresses that are asked for their trees
     */
    Browser open(ManagementSource source, @Nullable Path token, List<NodeConfig.Below> below, int height) {
        NodeConfig.Management where = new NodeConfig.Management(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), token, null, null, below, 0);
        ManagementServer serving = ManagementServer.open(where, new ManagementCounters(), source, _ -> {});
        server = serving;
        Browser started = Browser.start(directory.resolve("profile"));
        browser = started;
        return started.looks(1400, height, false).open("http://127.0.0.1:" + serving.address().getPort() + "/");
    }
}
