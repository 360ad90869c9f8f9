package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.ops.ManagementTrust;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client for each certificate that is trusted, however many processes show it: each has threads of its own, and processes may be thousands. One thread. */
final class HttpClients implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<Optional<Path>, HttpClient> clients = new HashMap<>();

    /**
     * The client that trusts what is in a file.
     *
     * @param certificate PEM; null for CAs of the Java installation
     * @param role whose it is, for people
     * @throws io.trackmc.cli.task.TaskException when it cannot be read
     */
    HttpClient of(@Nullable Path certificate, String role) {
        return clients.computeIfAbsent(Optional.ofNullable(certificate), _ -> {
            HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(PATIENCE)
                    .proxy(HttpClient.Builder.NO_PROXY);
            return certificate == null ? builder.build()
                    : builder.sslContext(ManagementTrust.in(certificate, role + ": certificate")).build();
        });
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
    }
}
