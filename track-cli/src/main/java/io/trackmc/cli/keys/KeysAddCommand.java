package io.trackmc.cli.keys;

import io.trackmc.cli.task.NotBuiltYet;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.authority.AuthorityConfigFile;
import io.trackmc.keys.controller.deploy.DeploymentFiles;
import io.trackmc.keys.controller.deploy.ReceiverAddition;
import io.trackmc.net.Addresses;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track keys add}: one more receiver for a group that may be running. */
@Command(
        name = "add", sortOptions = false,
        header = "Adds a receiver to a group that may be running.",
        description = "Makes a key, a certificate and a configuration for one more receiver, and a larger plan of the group,"
                + " signed with the owner's key, which running authorities take over by themselves. No other node is touched."
                + " The receiver gets its keys from the authorities when it starts.",
        footerHeading = "%nExamples:%n",
        footer = {"  track keys add --dir d --node receiver-3 --parent rh-1 --backup sender",
            "  track receiver --config d/receiver-3.conf --output /tmp/in/", "",
            "Where the authorities run apart, copy authorities/group.plan to the other one's directory too."})
public final class KeysAddCommand implements Task {

    @Option(names = "--dir", required = true, paramLabel = "D", description = "Directory of the deployment.")
    private Path directory;

    @Option(names = "--node", required = true, paramLabel = "NAME",
            description = "Name that nobody in the group has had.")
    private String node;

    @Option(names = "--role", paramLabel = "ROLE", defaultValue = "receiver", description = "Only receiver for now.")
    private String role;

    @Option(names = "--parent", required = true, paramLabel = "P", description = "Its parent.")
    private String parent;

    @Option(names = "--backup", paramLabel = "B", description = "A backup parent; may be repeated, the best first.")
    private List<String> backups = new ArrayList<>();

    @Option(names = "--transport-controller", paramLabel = "H:P",
            description = "Where the transport controller is reached (default: as controller.conf says).")
    private @Nullable String transportController;

    @Option(names = "--content-authority", paramLabel = "H:P",
            description = "Where the content authority is reached (default: as content-authority.conf says).")
    private @Nullable String contentAuthority;

    @Override
    public List<String> fields() {
        return List.of("name", "role", "id", "parent", "backups", "config");
    }

    @Override
    public void run(TaskRun run) {
        if (role.equals("repair-head")) {
            throw NotBuiltYet.refusal("--role repair-head");
        }
        if (!role.equals("receiver")) {
            throw TaskException.usage("--role: found \"" + role + "\", allowed: receiver");
        }
        List<String> parents = new ArrayList<>(List.of(parent));
        parents.addAll(backups);
        ReceiverAddition.Wanted wanted = new ReceiverAddition.Wanted(node, parents,
                place(transportController, DeploymentFiles.TRANSPORT_CONF),
                place(contentAuthority, DeploymentFiles.CONTENT_CONF));
        ReceiverAddition.Added added = ReceiverAddition.add(directory, wanted, new SecureRandom(),
                InstantSource.system(), run.console().err()::println);
        run.set("name", node).set("role", role).set("id", Integer.toUnsignedLong(added.id())).set("parent", parent)
                .set("backups", backups).set("config", added.config().toString());
        run.people().println(added.config() + ": " + node + " is number " + Integer.toUnsignedString(added.id())
                + " of the group, under " + String.join(", ", parents));
        run.people().println("It needs its .conf file and directory, and nothing else.");
    }

    private String place(@Nullable String given, String conf) {
        return given != null ? given
                : Addresses.format(AuthorityConfigFile.read(directory.resolve(conf), Map.of()).listen());
    }
}
