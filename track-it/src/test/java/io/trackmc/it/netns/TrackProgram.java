package io.trackmc.it.netns;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.it.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run of the {@code track} launcher in a process of its own, with its output kept in files. */
final class TrackProgram implements AutoCloseable {

    private static final int TAIL_LINES = 15;
    private static final long LOOK_MS = 20;
    private static final String SMALL_JVM = "-Xmx256m -XX:TieredStopAtLevel=1";

    private final String name;
    private final Process process;
    private final Path out;
    private final Path err;

    private TrackProgram(String name, Process process, Path out, Path err) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts a program.
     *
     * @param name what to call it in reports
     * @param home the class paths of the programs, as the launcher wants them
     * @param directory where its output goes
     * @param before what stands before the launcher, such as {@code ip netns exec}; must become it without a fork
     */
    static TrackProgram start(String name, Path home, Path directory, List<String> before, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Repository.root().resolve("track").toString());
        command.addAll(List.of(arguments));
        Path out = directory.resolve(name + ".out");
        Path err = directory.resolve(name + ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("TRACK_HOME", home.toString());
        builder.environment().put("TRACK_JVM_OPTS", SMALL_JVM);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return new TrackProgram(name, builder.start(), out, err);
    }

    /** Waits for its end, a bounded time; false if it has not come. */
    boolean ends(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** Waits until it has told people something, at most so long; returns whether it has. */
    boolean tells(String text, long seconds) throws IOException, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!Files.readString(err).contains(text)) {
            if (System.nanoTime() - limit > 0 || process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL, and waits for the end. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** The exit code of a program that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** The line of JSON that it wrote to standard output; empty if it wrote none. */
    Config report() throws IOException {
        return ConfigFactory.parseString(Files.readString(out));
    }

    /** How it ended and the last lines it wrote, for a failure's message. */
    String story() throws IOException {
        return "== " + name + ": " + (process.isAlive() ? "still running" : "exit code " + process.exitValue()) + "\n"
                + tail(err) + tail(out);
    }

    @Override
    public void close() {
        kill();
    }

    private static String tail(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        StringBuilder tail = new StringBuilder();
        lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())
                .forEach(line -> tail.append("   ").append(line).append('\n'));
        return tail.toString();
    }
}
