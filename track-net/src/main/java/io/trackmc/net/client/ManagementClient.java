package io.trackmc.net.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks management addresses: straight there, by no proxy and no redirection, for a bounded time and a bounded answer, because whoever answers may not be one's own any more. Addresses that are trusted by the same
 * context share connections, and the threads that the JDK has for them. Any thread.
 */
public final class ManagementClient implements Closeable {

    private static final int OK = 200;

    private final Patience patience;
    private final long mostBytes;
    private final Map<Trust, HttpClient> clients = new HashMap<>();
    private boolean closed;

    /**
     * How long it waits.
     *
     * @param connect for a connection
     * @param begin for the beginning of an answer, the connection counted
     * @param whole for all of it
     */
    public record Patience(Duration connect, Duration begin, Duration whole) {

        /** The same time for everything. */
        public static Patience of(Duration all) {
            return new Patience(all, all, all);
        }
    }

    /** By what a client trusts. */
    private record Trust(@Nullable SSLContext tls) {}

    /** What was answered. */
    public record Answer(int status, String body) {

        /** Whether it is what was asked for, and no refusal. */
        public boolean isOk() {
            return status == OK;
        }
    }

    /**
     * Has asked nobody yet.
     *
     * @param mostBytes longest answer that is taken
     */
    public ManagementClient(Patience patience, long mostBytes) {
        this.patience = patience;
        this.mostBytes = mostBytes;
    }

    /**
     * Asks for a page, and waits for it.
     *
     * @param path with its query
     * @throws TooLongAnswerException when there is more than is taken
     * @throws IOException when there is no answer in time
     */
    public Answer get(ManagementAddress address, String path) throws IOException, InterruptedException {
        return ask(address, path, HttpRequest.newBuilder());
    }

    /** The same, with a POST of nothing: an order. */
    public Answer post(ManagementAddress address, String path) throws IOException, InterruptedException {
        return ask(address, path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()));
    }

    private Answer ask(ManagementAddress address, String path, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        request.uri(address.url().resolve(path)).timeout(patience.begin);
        if (address.token() != null) {
            request.header("Authorization", "Bearer " + address.token());
        }
        HttpResponse<String> answer = await(client(address.tls()).sendAsync(request.build(),
                BodyHandlers.limiting(BodyHandlers.ofString(), mostBytes)));
        return new Answer(answer.statusCode(), answer.body());
    }

    /** The time-out of a request ends with its headers; this is for the rest too. */
    private <T> T await(CompletableFuture<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get(patience.whole.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            throw new IOException("no answer in " + patience.whole.toSeconds() + " s", e);
        } finally {
            answer.cancel(true);
        }
    }

    private IOException failure(ExecutionException e) {
        if (!(e.getCause() instanceof IOException failure)) {
            return new IOException(e.getCause());
        }
        // The JDK has no other sign of it.
        return String.valueOf(failure.getMessage()).contains("capacity")
                ? new TooLongAnswerException(mostBytes, failure)
                : failure;
    }

    private synchronized HttpClient client(@Nullable SSLContext tls) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        return clients.computeIfAbsent(new Trust(tls), _ -> {
            HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER).proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(patience.connect);
            return tls == null ? builder.build() : builder.sslContext(tls).build();
        });
    }

    /** Ends what is under way, and asks nobody any more. Does not wait. */
    @Override
    public synchronized void close() {
        closed = true;
        clients.values().forEach(HttpClient::shutdownNow);
        clients.clear();
    }
}
