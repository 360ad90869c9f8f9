package io.trackmc.cli.keys;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;

/** One authority signs a file that somebody else has made. */
abstract class CountersignTask implements Task {

    @Mixin
    private OneAuthority authority;

    /** The file to sign. */
    abstract Path given();

    /**
     * Signs it, and tells.
     *
     * @param layer of the authority that signs
     * @param directory its directory
     * @param notices told what an operator should know of its files
     */
    abstract void countersign(TaskRun run, KeyLayer layer, AuthorityDirectory directory, Consumer<String> notices);

    @Override
    public final void run(TaskRun run) {
        if (!Files.isRegularFile(given())) {
            throw TaskException.usage(given() + ": no such file");
        }
        countersign(run, authority.layer(), authority.directory(), run.console().err()::println);
    }
}
