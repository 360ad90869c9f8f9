package io.trackmc.cli.keys;

import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.proof.NonPossession;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code track keys countersign}: adds the second signature to a statement that the other authority has made. */
@Command(
        name = "countersign", sortOptions = false,
        header = "Adds an authority's signature to a statement of non-possession.",
        description = "Computes the proof again from the statement alone, checks that it holds this authority's very log, and signs"
                + " it. A statement counts when both authorities have signed it.",
        footerHeading = "%nExamples:%n",
        footer = {"  track keys countersign --dir publisher rh-1.statement"})
public final class KeysCountersignCommand extends CountersignTask {

    @Option(names = "--out", paramLabel = "F",
            description = "File of the statement with both signatures; default: the same.")
    private @Nullable Path out;

    @Parameters(paramLabel = "F", description = "The statement.")
    private Path file;

    @Override
    public List<String> fields() {
        return List.of("node", "at", "signatures", "statement");
    }

    @Override
    Path given() {
        return file;
    }

    @Override
    void countersign(TaskRun run, KeyLayer layer, AuthorityDirectory directory, Consumer<String> notices) {
        Path to = out == null ? file : out;
        NonPossession.Statement statement = ProofFaults.asFailure(() -> NonPossession.countersign(file, layer,
                directory.log(layer), directory.signingKey(layer, notices), to));
        run.set("node", statement.node()).set("at", statement.at().toString())
                .set("signatures", statement.signers().size()).set("statement", to.toString());
        run.people().println(to + ": statement of " + statement.node() + " as of " + statement.at() + ", signed by "
                + statement.signers().size() + " authorities");
    }
}
