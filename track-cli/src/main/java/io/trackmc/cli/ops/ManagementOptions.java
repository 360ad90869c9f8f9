package io.trackmc.cli.ops;

import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import io.trackmc.net.client.ManagementAddress;
import io.trackmc.net.client.ManagementClient;
import io.trackmc.net.client.ManagementClient.Answer;
import io.trackmc.net.client.ManagementClient.Patience;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that ask a management address, and the question. */
public final class ManagementOptions {

    private static final Duration BEGIN = Duration.ofSeconds(5);
    private static final Patience WAITS = new Patience(BEGIN, BEGIN, Duration.ofSeconds(60));
    private static final long LONGEST_ANSWER = 256L << 20;

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
        ManagementAddress address = address();
        try (ManagementClient client = new ManagementClient(WAITS, LONGEST_ANSWER)) {
            Answer answer = client.get(address, path);
            if (!answer.isOk()) {
                throw TaskException.failed(url + " says " + answer.status() + ": " + answer.body().strip());
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

    private ManagementAddress address() {
        return new ManagementAddress(base(), tokenFile == null ? null : read(tokenFile).strip(),
                certificate == null ? null : Trusted.by(certificate, "--certificate"));
    }

    private URI base() {
        try {
            URI base = URI.create(url);
            String scheme = String.valueOf(base.getScheme());
            if (base.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
                throw new IllegalArgumentException("no scheme or host");
            }
            return new URI(scheme, null, base.getHost(), base.getPort(), "/", null, null);
        } catch (IllegalArgumentException | URISyntaxException e) {
            throw TaskException.usage("--url: found " + url + ", allowed: http://HOST:PORT or https://HOST:PORT");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw TaskException.usage("--token-file: " + Fault.text(e));
        }
    }
}
