package io.trackmc.cli.keys;

import io.trackmc.cli.expulsion.OwnAuthority;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.authority.AuthorityConfigFile;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.deploy.DeploymentFiles;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.net.Addresses;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track keys expel}: shuts a member out of a group that runs. */
@Command(
        name = "expel", sortOptions = false,
        header = "Shuts a member out of a group that runs, for good.",
        description = "Asks the authorities whose keys are in the directory, both or one, to expel a member and change the"
                + " keys. It comes back under another name only. The policy must let their certificates do so.",
        footerHeading = "%nExamples:%n",
        footer = {"  track keys expel --dir d --group news --node receiver-2 --reason \"has not paid\"",
            "  track keys expel --dir /var/lib/track-controller --group news --node rh-1 \\",
            "      --transport-controller 10.0.0.1:47100", "",
            "Where the authorities run apart, do so at each of them; for a repair head, which has no content keys,",
            "the transport controller is enough."})
public final class KeysExpelCommand implements Task {

    @Option(names = "--dir", required = true, paramLabel = "D",
            description = "Directory of the deployment, or of one authority.")
    private Path directory;

    @Option(names = "--group", required = true, paramLabel = "NAME", description = "The group.")
    private String group;

    @Option(names = "--node", required = true, paramLabel = "NAME", description = "The member.")
    private String node;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "unspecified",
            description = "Why, for the authorities' logs.")
    private String reason;

    @Option(names = "--transport-controller", paramLabel = "H:P",
            description = "Where the transport controller is reached (default: as controller.conf in D says).")
    private @Nullable String transportController;

    @Option(names = "--content-authority", paramLabel = "H:P",
            description = "Where the content authority is reached (default: as content-authority.conf in D says).")
    private @Nullable String contentAuthority;

    @Override
    public List<String> fields() {
        return List.of("node", "expelledBy");
    }

    @Override
    public void run(TaskRun run) {
        AuthorityDirectory keys = AuthorityDirectory.of(directory);
        List<KeyLayer> here = Arrays.stream(KeyLayer.values()).filter(layer -> Files.exists(keys.privateKey(layer)))
                .toList();
        if (here.isEmpty()) {
            throw TaskException.usage(keys.path() + ": holds no private key of an authority");
        }
        List<String> done = new ArrayList<>();
        run.set("node", node).set("expelledBy", done);
        for (KeyLayer layer : here) {
            String authority = OwnAuthority.name(layer);
            Answer answer = ask(keys, layer, place(layer));
            if (answer instanceof Answer.Done) {
                done.add(authority);
                run.people().println(authority + ": " + node + " is expelled");
            } else {
                throw TaskException.failed(authority + " does not expel " + node + ": " + text(answer)
                        + (done.isEmpty() ? "" : "; done by " + String.join(", ", done)));
            }
        }
    }

    private Answer ask(AuthorityDirectory keys, KeyLayer layer, InetSocketAddress where) {
        try (AuthorityClient authority = OwnAuthority.connect(keys, layer, group, where)) {
            return authority.ask(new Ask.Expel(group, node, reason));
        } catch (IOException | GeneralSecurityException e) {
            throw TaskException.failed(OwnAuthority.name(layer) + " " + Addresses.format(where) + ": does not answer: "
                    + e.getMessage(), e);
        }
    }

    private InetSocketAddress place(KeyLayer layer) {
        boolean transport = layer == KeyLayer.TRANSPORT;
        String given = transport ? transportController : contentAuthority;
        if (given != null) {
            return address(transport ? "--transport-controller" : "--content-authority", given);
        }
        Path conf = directory.resolve(transport ? DeploymentFiles.TRANSPORT_CONF : DeploymentFiles.CONTENT_CONF);
        if (!Files.exists(conf)) {
            throw TaskException.usage(conf + ": is not there: say where the " + OwnAuthority.name(layer)
                    + " listens with --" + OwnAuthority.name(layer));
        }
        return AuthorityConfigFile.read(conf, Map.of()).listen();
    }

    private static InetSocketAddress address(String option, String given) {
        try {
            return Addresses.parse(given);
        } catch (ConfigurationException e) {
            throw TaskException.usage(option + ": " + e.getMessage(), e);
        }
    }

    private static String text(Answer answer) {
        return answer instanceof Answer.Refused refused ? refused.reason().text() + ": " + refused.detail()
                : answer.toString();
    }
}
