package io.trackmc.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code track} command: starts roles and tools, each a subcommand. */
@Command(
        name = "track", mixinStandardHelpOptions = true, versionProvider = TrackCommand.Version.class,
        description = "Secure, reliable multicast with a tree of repair heads that cannot read what they repair.")
public final class TrackCommand implements Runnable {

    private @Spec @Nullable CommandSpec spec;

    @Parameters(arity = "0..*", hidden = true)
    private List<String> words = List.of();

    private TrackCommand() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new TrackCommand()).setUnmatchedOptionsArePositionalParams(true).execute(args));
    }

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only");
        }
        if (words.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "a command is missing; track --help lists them");
        }
        throw new ParameterException(spec.commandLine(), words.getFirst() + ": not built yet");
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
