package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.incarnation.StateLock;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.LossInjector;
import io.trackmc.net.authority.RegistrationException;
import io.trackmc.net.node.ParentProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine;

/**
 * The repair-head appliance's main program, started from a class path that holds no payload keys.
 *
 * <p>Runs until SIGTERM, which drains it (exit code 0), or SIGINT (130, as of every command that is interrupted). Exit code 2 is a wrong command line or
 * configuration, 1 anything else.
 */
@Command(
        name = "track repair-head", mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Relays, repairs and aggregates for one region of the tree, until SIGTERM (exit code 0) or SIGINT"
                + " (130). SIGTERM drains: its children bind to their backups before it ends. A second signal ends it at once.",
        footerHeading = "%nExamples:%n",
        footer = {"  track repair-head --config d/rh-1.conf",
            "  track repair-head --config d/rh-1.conf --interface eth0 -Dtree.parent-misses=40",
            "  track repair-head --config d/rh-1.conf --json > report.json"})
public final class RepairHeadMain {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int INTERRUPTED = 130;

    private static final String JSON = "--json";
    private static final String LOG_CONFIGURATION = "logback.configurationFile";

    private final PrintStream out;
    private final PrintStream err;

    @Option(names = "--config", required = true, paramLabel = "F", description = "Configuration of the node, HOCON.")
    private @Nullable Path config;

    @Option(
            names = "--interface", paramLabel = "I",
            description = "Network interface for multicast: name, address or CIDR block. Comes before net.interface.")
    private @Nullable String networkInterface;

    @Option(
            names = "-D", paramLabel = "key=value",
            description = "A key of the configuration; comes before the one in the file. May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--loss", paramLabel = "P", defaultValue = "0",
            description = "Throws away packets that arrive, with this probability, to show what repairs do (default: ${DEFAULT-VALUE}).")
    private double loss;

    @Option(
            names = "--loss-seed", paramLabel = "S", defaultValue = "0",
            description = "Seed of what --loss throws away (default: ${DEFAULT-VALUE}).")
    private long lossSeed;

    @Option(
            names = "--repairs", paramLabel = "FILE", hidden = true,
            description = "Writes every repair that it gets or sends to FILE, with the machine's monotonic time, for demonstrations.")
    private @Nullable Path repairs;

    @Option(names = JSON, description = "Print one line of JSON at the end, and nothing else, to standard output.")
    private boolean json;

    @Option(names = "--debug", description = "A failure shows its stack trace too.")
    private boolean debug;

    RepairHeadMain(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the appliance until it is told to stop, then exits. */
    public static void main(String[] args) {
        ParentProcess.watch();
        if (System.getProperty(LOG_CONFIGURATION) == null) {
            // Not under the name that logback looks for by itself: programs that hold this role have their own there.
            System.setProperty(LOG_CONFIGURATION, "io/trackmc/repairhead/logback.xml");
        }
        int code = new RepairHeadMain(System.out, System.err).run(args, StopSignal.ofProcess());
        System.exit(code);
    }

    /** Runs until {@code stop} says so; returns the exit code. */
    int run(String[] args, StopSignal stop) {
        CommandLine command = new CommandLine(this);
        try {
            command.parseArgs(args);
            if (CommandLine.printHelpIfRequested(command.getParseResult())) {
                return DONE;
            }
            return serve(stop);
        } catch (CommandLine.ParameterException e) {
            json |= Arrays.asList(args).contains(JSON);
            return fail(USAGE, String.valueOf(e.getMessage()).replace("option option", "option"), e);
        } catch (ConfigurationException | KeyFileException e) {
            return fail(USAGE, e.getMessage(), e);
        } catch (RegistrationException e) {
            return fail(FAILED, e.getMessage(), e);
        } catch (RuntimeException e) {
            return fail(FAILED, "internal error: " + e, e);
        } finally {
            stop.done();
        }
    }

    private int serve(StopSignal stop) {
        NodeConfig node = read(Objects.requireNonNull(config));
        if (!(loss >= 0 && loss < 1)) {
            throw new ConfigurationException(List.of("--loss: found " + loss + ", allowed: 0 to less than 1"));
        }
        RepairHeadRun run = new RepairHeadRun(node, stop, LossInjector.ofNode(lossSeed, node.self().id(), loss),
                err::println);
        int code;
        try (StateLock _ = StateLock.take(node.files().stateDirectory());
                RepairLog log = repairs == null ? null : RepairLog.open(repairs)) {
            code = run.serve(log, line -> err.println("track repair-head: " + line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String error = run.error();
        if (error != null) {
            err.println("track repair-head: " + error);
            trace(run.failure());
        }
        if (!json) {
            err.println(ExitReport.people(run.status()));
            return code;
        }
        return print(ExitReport.json(run.status(), run.requests(), error), code);
    }

    private NodeConfig read(Path file) {
        NodeConfig read = NodeConfigFile.read(file, overrides);
        if (read.self().role() != NodeRole.REPAIR_HEAD) {
            throw new ConfigurationException(List.of(file + ": key \"node.role\": found " + read.self().role().text()
                    + ", allowed: " + NodeRole.REPAIR_HEAD.text()));
        }
        return networkInterface == null ? read : read.withInterface(networkInterface);
    }

    /** Whoever asked for the report must know when it is lost. */
    private int print(String line, int code) {
        out.println(line);
        if (!out.checkError()) {
            return code;
        }
        err.println("track repair-head: standard output cannot be written");
        return code == DONE ? FAILED : code;
    }

    private void trace(@Nullable Throwable failure) {
        if (debug && failure != null) {
            failure.printStackTrace(err);
        }
    }

    private int fail(int code, @Nullable String message, Throwable cause) {
        String line = String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
        err.println("track repair-head: " + line);
        trace(cause);
        return json ? print(ExitReport.json(line), code) : code;
    }
}
