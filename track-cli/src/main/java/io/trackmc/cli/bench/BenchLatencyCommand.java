package io.trackmc.cli.bench;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code track bench latency}: how long a message is on its way at a rate that all peers can keep. */
@Command(name = "latency", sortOptions = false,
        header = "How long messages are on their way, at a fixed rate.",
        footerHeading = "%nExamples:%n",
        footer = {"  track bench latency --size 200 --receivers 3 --rate 10000"})
public final class BenchLatencyCommand implements Task {

    @Mixin
    private BenchOptions options;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "10000",
            description = "Messages a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Override
    public List<String> fields() {
        return Bench.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws Exception {
        if (!(rate >= 1 && rate <= 1_000_000)) {
            throw TaskException.usage("--rate: found " + rate + ", allowed 1 to 1000000");
        }
        new Bench(run).measure(options.trials(rate), options.runs());
    }
}
