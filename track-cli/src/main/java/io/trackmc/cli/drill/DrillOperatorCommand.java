package io.trackmc.cli.drill;

import io.trackmc.cli.drill.live.LiveOperator;
import io.trackmc.cli.expulsion.AuthorityPlaces;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.deploy.DeploymentFiles;
import io.trackmc.net.Addresses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track drill operator}: the program of a live drill that has nodes expelled, on a host of its own. Nobody starts it by hand. */
@Command(
        name = "operator", hidden = true, sortOptions = false,
        header = "Has nodes of a live drill expelled, and hears what is sent.",
        description = "Reads orders from standard input: 'expel NAME', and at last 'end SESSION', with the session that the sender has told.",
        footerHeading = "%nExamples:%n",
        footer = {"  track drill operator --group d --interface 10.72.0.9 --transport-controller 10.72.0.7:47100"
                + " --content-authority 10.72.0.8:47100 --receiver receiver-1"})
public final class DrillOperatorCommand implements Task {

    @Option(names = "--group", required = true, paramLabel = "DIR",
            description = "What keys init has made.")
    private Path group;

    @Option(names = "--interface", required = true, paramLabel = "ADDRESS",
            description = "Address of the interface on which it listens.")
    private String networkInterface;

    @Option(names = "--transport-controller", required = true, paramLabel = "ADDRESS",
            description = "Where the transport controller is.")
    private String transport;

    @Option(names = "--content-authority", required = true, paramLabel = "ADDRESS",
            description = "Where the content authority is.")
    private String content;

    @Option(names = "--repair-head", paramLabel = "NAME", description = "A repair head of the group; all of them.")
    private List<String> repairHeads = new ArrayList<>();

    @Option(names = "--receiver", paramLabel = "NAME", description = "A receiver that will be expelled.")
    private List<String> receivers = new ArrayList<>();

    @Option(names = "--repairs", paramLabel = "FILE", description = "What a repair head has repaired.")
    private List<Path> repairs = new ArrayList<>();

    @Override
    public List<String> fields() {
        return List.of(LiveOperator.FIELD);
    }

    @Override
    public void run(TaskRun run) throws Exception {
        AuthorityPlaces places = new AuthorityPlaces(group.resolve(DeploymentFiles.AUTHORITIES),
                Addresses.parse(transport), Addresses.parse(content));
        new LiveOperator(run, group, places, repairHeads, receivers).serve(networkInterface, repairs);
    }
}
