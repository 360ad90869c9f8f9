package io.trackmc.cli.keys;

import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that name one authority: its directory, and which one where both are in it. */
final class OneAuthority {

    @Option(names = "--dir", required = true, paramLabel = "D",
            description = "Directory of the authority, or of the deployment.")
    private Path path;

    @Option(names = "--authority", paramLabel = "NAME",
            description = "transport-controller or content-authority, where the directory has both.")
    private @Nullable String name;

    AuthorityDirectory directory() {
        return AuthorityDirectory.of(path);
    }

    /** Layer of the one that is meant. */
    KeyLayer layer() {
        List<KeyLayer> here = Arrays.stream(KeyLayer.values()).filter(layer -> Files.exists(directory().log(layer)))
                .filter(layer -> name == null || name.equals(text(layer))).toList();
        if (name != null && Arrays.stream(KeyLayer.values()).noneMatch(layer -> name.equals(text(layer)))) {
            throw TaskException
                    .usage("--authority: found " + name + ", allowed: transport-controller, content-authority");
        }
        if (here.isEmpty()) {
            throw TaskException.usage(directory().path() + ": holds no log of "
                    + (name == null ? "an authority" : "a " + name));
        }
        if (here.size() > 1) {
            throw TaskException.usage(directory().path() + ": holds both authorities: name one with --authority");
        }
        return here.getFirst();
    }

    /** Name of the one that is meant. */
    String text() {
        return text(layer());
    }

    static String text(KeyLayer layer) {
        return (layer == KeyLayer.TRANSPORT ? RoleOid.TRANSPORT_CONTROLLER : RoleOid.CONTENT_AUTHORITY).text();
    }
}
