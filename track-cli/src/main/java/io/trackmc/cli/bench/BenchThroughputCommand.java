package io.trackmc.cli.bench;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskRun;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code track bench throughput}: as many messages as each peer takes. */
@Command(name = "throughput", sortOptions = false,
        header = "How many messages a second reach the slowest receiver.",
        footerHeading = "%nExamples:%n",
        footer = {"  track bench throughput --receivers 3",
            "  track bench throughput --peers track,aeron-tuned --mode wire --loss 0.01"})
public final class BenchThroughputCommand implements Task {

    @Mixin
    private MessageOptions options;

    @Override
    public List<String> fields() {
        return Bench.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws Exception {
        new Bench(run, options).measure("throughput", options.trials(null));
    }
}
