package io.trackmc.cli.bench;

import io.trackmc.cli.task.TaskException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program with one end of a peer. It speaks in lines. */
final class Worker implements AutoCloseable {

    private static final String MAIN = "io.trackmc.perf.worker.WorkerMain";

    private final String name;
    private final Process process;
    private final Path err;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Worker(String name, Process process, Path err) {
        this.name = name;
        this.process = process;
        this.err = err;
    }

    /**
     * Starts one.
     *
     * @param before what stands before the program, and becomes it without a fork
     * @param flags of its JVM
     * @param words of the worker
     * @param directory where what it says to standard error goes
     */
    static Worker start(String name, List<String> before, List<String> flags, List<String> words, Path directory)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath(), MAIN));
        command.addAll(words);
        Path err = directory.resolve(name + ".err");
        Worker worker = new Worker(name, new ProcessBuilder(command).redirectError(err.toFile()).start(), err);
        Thread.ofPlatform().name("bench-" + name).daemon().start(worker::read);
        return worker;
    }

    static String classPath() {
        return System.getProperty("track.home") + "/track-perf/*";
    }

    /** Tells it a line. */
    void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /**
     * Waits for a line that begins with a word; others are passed over.
     *
     * @return the words {@code key=value} behind it
     * @throws TaskException when it ended, or said nothing in time
     */
    Map<String, Double> await(String word, long seconds) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            String line = lines.poll(100, TimeUnit.MILLISECONDS);
            if (line != null && (line.equals(word) || line.startsWith(word + " "))) {
                return values(line);
            }
            boolean ended = line == null && !process.isAlive() && lines.isEmpty();
            if (ended || System.nanoTime() - endNs > 0) {
                throw TaskException.failed(name + (ended ? " ended" : " said nothing for " + seconds + " s")
                        + ", expected '" + word + "': " + lastWords());
            }
        }
    }

    /**
     * Lets it end by itself and take away what it made; one that does not is ended by {@link #close}.
     *
     * @return whether it has ended, and well
     */
    boolean awaitEnd(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // it was ended
        }
    }

    private static Map<String, Double> values(String line) {
        Map<String, Double> values = new HashMap<>();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
            }
        }
        return values;
    }

    private String lastWords() throws IOException {
        List<String> said = Files.readAllLines(err);
        return said.isEmpty() ? "nothing was said" : said.getLast();
    }
}
