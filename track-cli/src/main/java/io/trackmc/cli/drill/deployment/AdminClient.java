package io.trackmc.cli.drill.deployment;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the management address of one process, and gives it orders. Any thread. */
final class AdminClient {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final long LONGEST_ANSWER = 8L << 20;
    private static final int MOST_SHOWN = 200;
    private static final ConfigParseOptions JSON = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);

    private final DeployedProcess process;
    private final String token;
    private final HttpClient client;

    /**
     * With a client that others use too.
     *
     * @throws TaskException when its files cannot be read
     */
    AdminClient(DeployedProcess process, HttpClient client) {
        this.client = client;
        this.process = process;
        try {
            this.token = Files.readString(process.place().tokenFile()).strip();
        } catch (IOException e) {
            throw TaskException.usage(process.role() + ": token-file: " + Fault.text(e), e);
        }
    }

    /** Whose it is. */
    DeployedProcess process() {
        return process;
    }

    /** What a drill can know of it: what is ordered, and what has happened to its parents. */
    DrillAnswer look() throws IOException, InterruptedException {
        return send("/drill", HttpRequest.newBuilder());
    }

    /** Gives an order, such as {@code partition?forMillis=2000}. */
    DrillAnswer order(String order) throws IOException, InterruptedException {
        return send("/drill/" + order, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** Its metrics now. */
    Reading metrics() throws IOException, InterruptedException {
        return Reading.parse(ask("/metrics", HttpRequest.newBuilder()));
    }

    private DrillAnswer send(String path, HttpRequest.Builder request) throws IOException, InterruptedException {
        long beforeNs = System.nanoTime();
        String text = ask(path, request);
        long afterNs = System.nanoTime();
        try {
            Config answer = ConfigFactory.parseString(text, JSON);
            return DrillAnswer.of(answer, beforeNs, afterNs);
        } catch (ConfigException e) {
            throw new IOException("it says something else than was asked", e);
        }
    }

    private String ask(String path, HttpRequest.Builder request) throws IOException, InterruptedException {
        URI base = process.place().url();
        URI address = URI.create(base.getScheme() + "://" + base.getAuthority() + path);
        HttpResponse<String> answer = await(client.sendAsync(request.uri(address).timeout(PATIENCE)
                .header("Authorization", "Bearer " + token).build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), LONGEST_ANSWER)));
        if (answer.statusCode() != OK) {
            throw new IOException(answer.statusCode() + ": " + shown(answer.body()));
        }
        return answer.body();
    }

    /** What a process says that may not be one's own any more: nothing that a terminal would obey, and not too much. */
    static String shown(String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}", "?");
        return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + ".." : line;
    }

    /** The time-out of a request ends with its headers; this is for the rest too. */
    private static <T> T await(CompletableFuture<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer in " + PATIENCE.toSeconds() + " s", e);
        } finally {
            answer.cancel(true);
        }
    }
}
