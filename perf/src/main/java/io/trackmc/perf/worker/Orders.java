package io.trackmc.perf.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Lines that the bench says to this worker. When it can say no more, because it has ended, so does the worker, whatever it is doing. */
final class Orders {

    private static final int EXIT_ABANDONED = 1;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    Orders() {
        Thread.ofPlatform().name("bench-orders").daemon().start(this::read);
    }

    /** The next line; waits for it. */
    String next() throws InterruptedException {
        return lines.take();
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // as good as its end
        }
        Runtime.getRuntime().halt(EXIT_ABANDONED); // peers' threads may not let it end otherwise
    }
}
