package io.trackmc.cli.ops;

import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that ask a management address, and the question. */
public final class ManagementClient {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

    @Option(names = "--url", required = true, paramLabel = "U",
            description = "Where the node serves its metrics (management.address), such as http://127.0.0.1:9464.")
    private String url;

    @Option(names = "--token-file", paramLabel = "F",
            description = "The token that it asks for (management.token-file).")
    private @Nullable Path tokenFile;

    @Option(names = "--certificate", paramLabel = "F",
            description = "The certificate that it shows, or that of its CA, in PEM; without it, CAs of the Java installation are trusted.")
    private @Nullable Path certificate;

    /**
     * The page of a path.
     *
     * @throws TaskException when there is none, with why
     */
    String get(String path) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).timeout(PATIENCE);
        if (tokenFile != null) {
            request.header("Authorization", "Bearer " + read(tokenFile).strip());
        }
        try (HttpClient client = client()) {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw TaskException.failed(url + " says " + answer.statusCode() + ": " + answer.body().strip());
            }
            return answer.body();
        } catch (ConnectException e) {
            throw TaskException.failed(url
                    + ": cannot connect; needed: a node that runs (a sender does so only while it sends) and has this as"
                    + " management.address in its configuration");
        } catch (IOException e) {
            throw TaskException.failed(url + ": " + Fault.text(e));
        }
    }

    private URI address(String path) {
        try {
            URI base = URI.create(url);
            String scheme = String.valueOf(base.getScheme());
            if (base.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
                throw new IllegalArgumentException("no scheme or host");
            }
            return new URI(scheme, null, base.getHost(), base.getPort(), path, null, null);
        } catch (IllegalArgumentException | java.net.URISyntaxException e) {
            throw TaskException.usage("--url: found " + url + ", allowed: http://HOST:PORT or https://HOST:PORT");
        }
    }

    private HttpClient client() {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE);
        if (certificate != null) {
            builder.sslContext(ManagementTrust.in(certificate, "--certificate"));
        }
        return builder.build();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw TaskException.usage("--token-file: " + Fault.text(e));
        }
    }
}
