package io.trackmc.cli;

import io.trackmc.cli.authority.ContentAuthorityCommand;
import io.trackmc.cli.authority.ControllerCommand;
import io.trackmc.cli.config.ConfigCommand;
import io.trackmc.cli.console.Console;
import io.trackmc.cli.bench.BenchCommand;
import io.trackmc.cli.capture.CaptureCommand;
import io.trackmc.cli.demo.DemoCommand;
import io.trackmc.cli.doctor.DoctorCommand;
import io.trackmc.cli.drill.DrillCommand;
import io.trackmc.cli.feed.FeedCommand;
import io.trackmc.cli.feed.PublishCommand;
import io.trackmc.cli.feed.SubscribeCommand;
import io.trackmc.cli.keys.KeysCommand;
import io.trackmc.cli.ops.ChildrenCommand;
import io.trackmc.cli.ops.ExplainCommand;
import io.trackmc.cli.ops.TopCommand;
import io.trackmc.cli.receipts.ReceiptsCommand;
import io.trackmc.cli.role.ReceiverCommand;
import io.trackmc.cli.role.RepairHeadHint;
import io.trackmc.cli.role.SendCommand;
import io.trackmc.cli.sim.SimCommand;
import io.trackmc.cli.task.ShutdownGate;
import io.trackmc.net.node.ParentProcess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code track} command: starts roles and tools, each a subcommand. */
@Command(
        name = "track", versionProvider = TrackCommand.Version.class,
        description = "Secure, reliable multicast with a tree of repair heads that cannot read what they repair.",
        commandListHeading = "%nCommands:%n",
        subcommands = {DemoCommand.class, KeysCommand.class, SendCommand.class, ReceiverCommand.class,
            RepairHeadHint.class, ControllerCommand.class, ContentAuthorityCommand.class, SimCommand.class,
            DrillCommand.class, BenchCommand.class, ConfigCommand.class, DoctorCommand.class, CaptureCommand.class,
            ExplainCommand.class, ChildrenCommand.class, TopCommand.class, ReceiptsCommand.class, PublishCommand.class,
            SubscribeCommand.class, FeedCommand.class},
        sortOptions = false, footerHeading = "%nExamples:%n",
        footer = {"  track demo                       # everything at work on this machine",
            "  track keys init --dir d --group news --receivers 2",
            "  track receiver --config d/receiver-1.conf --once",
            "  track send --config d/sender.conf --await 1 FILE",
            "", "Exit codes: 0 done, 1 the work failed, 2 wrong usage or configuration, 130 interrupted."})
public final class TrackCommand {

    @Option(
            names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, order = 100,
            description = "Shows this help.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, order = 101, description = "Shows the version.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean version;

    @Option(
            names = "--json", order = 98, scope = ScopeType.INHERIT,
            description = "Standard output is one line with one JSON object; all else goes to standard error.")
    private boolean json;

    @Option(names = "--debug", order = 99, scope = ScopeType.INHERIT,
            description = "A failure shows its stack trace too.")
    private boolean debug;

    TrackCommand() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] words) {
        ParentProcess.watch();
        ShutdownGate gate = ShutdownGate.guardCaller();
        gate.exit(Cli.run(Console.ofProcess(), words));
    }

    boolean json() {
        return json;
    }

    boolean debug() {
        return debug;
    }

    /** The version that the build wrote into the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = TrackCommand.class.getPackage().getImplementationVersion();
            return new String[] {"track " + (version == null ? "(not packaged)" : version)};
        }
    }
}
