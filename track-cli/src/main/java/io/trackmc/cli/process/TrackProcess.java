package io.trackmc.cli.process;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.cli.task.TaskException;
import io.trackmc.net.node.ParentProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A {@code track} command in a process of its own, which can be killed, stopped for a while and started again. It does not outlive
 * the process that has started it, however that ends.
 */
public final class TrackProcess implements AutoCloseable {

    private static final String LAUNCHER = "track.launcher";
    /** Exit code of who was ended by SIGKILL. */
    private static final int KILLED = 137;

    private static final String SMALL_JVM = "-Xmx192m -XX:TieredStopAtLevel=1";

    private final List<String> command;
    private final String jvmOptions;
    private final Path out;
    private final Path err;
    private Process process;
    private boolean killed;

    private TrackProcess(List<String> command, String jvmOptions, Path out, Path err) throws IOException {
        this.command = command;
        this.jvmOptions = jvmOptions;
        this.out = out;
        this.err = err;
        this.process = launch();
    }

    /**
     * Refuses where commands cannot be started, because this one was not started by the launcher.
     *
     * @throws TaskException for that
     */
    public static void requirePossible(String option) {
        if (System.getProperty(LAUNCHER) == null) {
            throw TaskException
                    .usage(option + " starts commands by the launcher, so it needs to be started by ./track");
        }
    }

    /**
     * Starts a program that need not be fast, as one of many.
     *
     * @param before what stands before the launcher, and becomes it without a fork
     * @param arguments words of the {@code track} command
     * @param directory where its output goes
     */
    public static TrackProcess start(String name, List<String> before, List<String> arguments, Path directory)
            throws IOException {
        return start(name, before, arguments, directory, SMALL_JVM);
    }

    /** Starts a program as its user would. */
    public static TrackProcess startFull(String name, List<String> before, List<String> arguments, Path directory)
            throws IOException {
        return start(name, before, arguments, directory, "");
    }

    private static TrackProcess start(String name, List<String> before, List<String> arguments, Path directory,
            String jvmOptions) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(System.getProperty(LAUNCHER));
        command.addAll(arguments);
        return new TrackProcess(command, jvmOptions, directory.resolve(name + ".out"),
                directory.resolve(name + ".err"));
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
        builder.environment().put("TRACK_HOME", System.getProperty("track.home"));
        builder.environment().put("TRACK_JVM_OPTS",
                jvmOptions + " -D" + ParentProcess.PROPERTY + "=" + ProcessHandle.current().pid());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    /** SIGKILL; returns the time just before, as {@link System#nanoTime}. */
    public long kill() {
        long nowNs = System.nanoTime();
        killed = true;
        process.destroyForcibly();
        return nowNs;
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGSTOP or SIGCONT. */
    public void signal(String name) {
        SystemCommand.succeeds("kill", "-" + name, Long.toString(process.pid()));
    }

    /** Starts it again; ends it first. */
    public void restart() throws IOException {
        process.destroyForcibly().onExit().join();
        killed = false;
        process = launch();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public boolean endsWithin(long ns) throws InterruptedException {
        return process.waitFor(Math.max(0, ns), TimeUnit.NANOSECONDS);
    }

    /** Completes when it has ended. */
    public CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** The exit code, when it has ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Whether it has ended as it should: by {@link #kill} when it was killed, else by itself and well. */
    public boolean hasEndedWell() {
        return !process.isAlive() && process.exitValue() == (killed ? KILLED : 0);
    }

    /** Whether it was killed, and not started again. */
    public boolean wasKilled() {
        return killed;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** What it reads from standard input. */
    public OutputStream input() {
        return process.getOutputStream();
    }

    /** All lines that it has written to standard error so far. */
    public List<String> said() throws IOException {
        return Files.readAllLines(err);
    }

    /** The object that it wrote to standard output; empty if it wrote none. */
    public Config report() throws IOException {
        return ConfigFactory.parseString(Files.readString(out));
    }

    /** The last line that it wrote, to standard error if it wrote anything there. */
    public String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(Files.size(err) == 0 ? out : err);
        return lines.isEmpty() ? "nothing was said" : lines.getLast();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
