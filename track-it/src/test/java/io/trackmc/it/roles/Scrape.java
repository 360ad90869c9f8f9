package io.trackmc.it.roles;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.Set;

/** Asks a node's management address on loopback. */
final class Scrape {

    private Scrape() {}

    static HttpResponse<String> get(InetSocketAddress address, String path) {
        URI uri = URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String metrics(InetSocketAddress address) {
        return get(address, "/metrics").body();
    }

    /** Sum of all values of a metric, whatever its labels. */
    static long sum(String metrics, String name) {
        return metrics.lines().filter(line -> line.startsWith(name + "{"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    /** Names of all samples. */
    static Set<String> names(String metrics) {
        Set<String> names = new LinkedHashSet<>();
        metrics.lines().filter(line -> !line.startsWith("#")).forEach(line -> names.add(line.substring(0, line.indexOf(
                '{'))));
        return names;
    }
}
