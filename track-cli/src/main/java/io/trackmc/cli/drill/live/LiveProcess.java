package io.trackmc.cli.drill.live;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of a drill, which can be killed, stopped for a while and started again. */
final class LiveProcess implements AutoCloseable {

    private static final String SMALL_JVM = "-Xmx192m -XX:TieredStopAtLevel=1";

    private final List<String> command;
    private final Path out;
    private final Path err;
    private Process process;

    private LiveProcess(List<String> command, Path out, Path err) throws IOException {
        this.command = command;
        this.out = out;
        this.err = err;
        this.process = launch();
    }

    /**
     * Starts a program.
     *
     * @param before what stands before the launcher, and becomes it without a fork
     * @param arguments words of the {@code track} command
     * @param directory where its output goes
     */
    static LiveProcess start(String name, List<String> before, List<String> arguments, Path directory)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(System.getProperty("track.launcher"));
        command.addAll(arguments);
        return new LiveProcess(command, directory.resolve(name + ".out"), directory.resolve(name + ".err"));
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
        builder.environment().put("TRACK_HOME", System.getProperty("track.home"));
        builder.environment().put("TRACK_JVM_OPTS", SMALL_JVM);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    /** SIGKILL; returns the time just before, as {@link System#nanoTime}. */
    long kill() {
        long nowNs = System.nanoTime();
        process.destroyForcibly();
        return nowNs;
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGSTOP or SIGCONT. */
    void signal(String name) {
        SystemCommand.succeeds("kill", "-" + name, Long.toString(process.pid()));
    }

    /** Starts it again; ends it first. */
    void restart() throws IOException {
        process.destroyForcibly().onExit().join();
        process = launch();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean endsWithin(long ns) throws InterruptedException {
        return process.waitFor(Math.max(0, ns), TimeUnit.NANOSECONDS);
    }

    /** The object that it wrote to standard output; empty if it wrote none. */
    Config report() throws IOException {
        return ConfigFactory.parseString(Files.readString(out));
    }

    /** The last line that it wrote, to standard error if it wrote anything there. */
    String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(Files.size(err) == 0 ? out : err);
        return lines.isEmpty() ? "nothing was said" : lines.getLast();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
