package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.ApplianceConfigFile;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.file.DiskFaultException;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.incarnation.StateLock;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.LossInjector;
import io.trackmc.net.authority.RegistrationException;
import io.trackmc.net.node.ParentProcess;
import io.trackmc.net.service.ServiceManager;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine;

/**
 * The repair-head appliance's main program, started from a class path that holds no payload keys.
 *
 * <p>Runs until SIGTERM, which drains it (exit code 0), or SIGINT (130, as of every command that is interrupted). Exit code 2 is a wrong command line or
 * configuration, 1 anything else.
 */
@Command(
        name = "track repair-head", mixinStandardHelpOptions = true, versionProvider = RepairHeadMain.Version.class,
        sortOptions = false,
        description = "Relays, repairs and aggregates for one region of the tree, until SIGTERM (exit code 0) or SIGINT"
                + " (130). SIGTERM drains: its children bind to their backups before it ends. A second signal ends it at once."
                + " SIGHUP reads the configuration, certificates and keys again and goes on with them, all or nothing."
                + " The file is that of one repair head, or one with appliance.sessions, which names those of several.",
        footerHeading = "%nExamples:%n",
        footer = {"  track repair-head --config d/rh-1.conf",
            "  track repair-head --config d/rh-1.conf --interface eth0 -Drate.repair=200m",
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

    @Option(names = "--config", required = true, paramLabel = "F",
            description = "Configuration of the node, or of an appliance, HOCON.")
    private @Nullable Path config;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

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
        ReloadSignal reloads = ReloadSignal.ofProcess();
        ParentProcess.watch();
        if (System.getProperty(LOG_CONFIGURATION) == null) {
            // Not under the name that logback looks for by itself: programs that hold this role have their own there.
            System.setProperty(LOG_CONFIGURATION, "io/trackmc/repairhead/logback.xml");
        }
        int code = new RepairHeadMain(System.out, System.err).run(args, StopSignal.ofProcess(), reloads);
        System.exit(code);
    }

    /** Runs until {@code stop} says so; returns the exit code. */
    int run(String[] args, StopSignal stop) {
        return run(args, stop, new ReloadSignal());
    }

    /** The same, and reads its configuration again when {@code reloads} says so. */
    int run(String[] args, StopSignal stop, ReloadSignal reloads) {
        CommandLine command = new CommandLine(this).setOut(new PrintWriter(out, true, out.charset()))
                .registerConverter(double.class, OptionNumbers::loss) // --loss and --loss-seed are all that there are
                .registerConverter(long.class, OptionNumbers::seed);
        try {
            command.parseArgs(args);
            if (CommandLine.printHelpIfRequested(command.getParseResult())) {
                return DONE;
            }
            return serve(stop, reloads);
        } catch (CommandLine.ParameterException e) {
            json |= Arrays.asList(args).contains(JSON);
            return fail(USAGE, String.valueOf(e.getMessage()).replace("option option", "option"), e);
        } catch (DiskFaultException | RegistrationException e) {
            return fail(FAILED, e.getMessage(), e);
        } catch (ConfigurationException | KeyFileException e) {
            return fail(USAGE, e.getMessage(), e);
        } catch (RuntimeException e) {
            return fail(FAILED, "internal error: " + e, e);
        } finally {
            stop.done();
        }
    }

    private int serve(StopSignal stop, ReloadSignal reloads) {
        ServiceManager manager = ServiceManager.ofProcess(this::say);
        return ApplianceConfigFile.isOne(Objects.requireNonNull(config))
                ? serveMany(stop, reloads, manager) : serveOne(stop, reloads, manager);
    }

    private int serveMany(StopSignal stop, ReloadSignal reloads, ServiceManager manager) {
        if (repairs != null) {
            throw new ConfigurationException(List.of("--repairs: allowed with the file of one repair head only"));
        }
        Appliance appliance = new Appliance(plan(), this::plan,
                node -> LossInjector.ofNode(lossSeed, node.self().id(), loss), stop, manager, this::say);
        reloads.onRequest(appliance::reload);
        int code = appliance.serve();
        String error = code == INTERRUPTED ? "interrupted" : appliance.error();
        if (!json) {
            err.println(ExitReport.people(appliance.report()));
            return code;
        }
        return print(ExitReport.json(appliance.report(), error), code);
    }

    /** Keys that are given besides the files are the appliance's. */
    private AppliancePlan plan() {
        return AppliancePlan.read(Objects.requireNonNull(config), settings.overrides(), file -> read(file, Map.of()),
                Runtime.getRuntime().maxMemory());
    }

    private int serveOne(StopSignal stop, ReloadSignal reloads, ServiceManager manager) {
        NodeConfigFile.Read read = readOwn();
        NodeConfig node = read.config();
        RepairHeadRun run = new RepairHeadRun(node, stop, manager,
                LossInjector.ofNode(lossSeed, node.self().id(), loss),
                err::println);
        read.warnings().forEach(this::say);
        if (!read.effective().chosen().isEmpty()) { // support can tell from a log what was in force
            say("not as by default: " + read.effective().chosen().stream()
                    .map(value -> value.entry().name() + " = " + value.shown()).collect(Collectors.joining(", ")));
        }
        int code;
        try (StateLock _ = StateLock.take(node.files().stateDirectory());
                RepairLog log = repairs == null ? null : RepairLog.open(repairs)) {
            code = run.serve(context -> context.innerObserver(log),
                    repairHead -> reloads.onRequest(reload(read, repairHead, manager)::run), this::say);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String error = run.error();
        if (error != null) {
            err.println("track repair-head: " + error);
            trace(run.failure());
        }
        if (!json) {
            err.println(ExitReport.people(Objects.requireNonNull(run.status())));
            return code;
        }
        return print(ExitReport.json(Objects.requireNonNull(run.status()), run.requests(), error), code);
    }

    private NodeConfigFile.Read readOwn() {
        return read(Objects.requireNonNull(config), settings.overrides());
    }

    private Reload reload(NodeConfigFile.Read running, RepairHead repairHead, ServiceManager manager) {
        return new Reload(running, this::readOwn, other -> reload(repairHead, other), manager, this::say);
    }

    private NodeConfigFile.Read read(Path file, Map<String, String> besides) {
        NodeConfigFile.Read read = NodeConfigFile.readWhole(file, besides);
        NodeRole role = read.config().self().role();
        if (role != NodeRole.REPAIR_HEAD) {
            throw new ConfigurationException(List.of(file + ": key \"node.role\": found " + role.text()
                    + ", allowed: " + NodeRole.REPAIR_HEAD.text()));
        }
        return new NodeConfigFile.Read(settings.withInterface(read.config()), read.effective(), read.warnings());
    }

    private void reload(RepairHead repairHead, NodeConfigFile.Read other) {
        repairHead.reload(other.config());
        other.warnings().forEach(this::say);
    }

    private void say(String line) {
        err.println("track repair-head: " + line);
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

    /** The version that the build wrote into the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RepairHeadMain.class.getPackage().getImplementationVersion();
            return new String[] {"track repair-head " + (version == null ? "(not packaged)" : version)};
        }
    }
}
