package io.trackmc.cli.bench;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.StreamRate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code track bench latency}: how long a message is on its way at a rate that all peers can keep. */
@Command(name = "latency", sortOptions = false,
        header = "How long messages are on their way, at a fixed rate.",
        footerHeading = "%nExamples:%n",
        footer = {"  track bench latency --size 200 --receivers 3 --rate 10kmsg"})
public final class BenchLatencyCommand implements Task {

    @Mixin
    private MessageOptions options;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "10kmsg", converter = StreamRate.Converter.class,
            description = "Messages a second, such as 10kmsg, or bits a second, such as 20m (default: ${DEFAULT-VALUE}).")
    private StreamRate rate;

    @Override
    public List<String> fields() {
        return Bench.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws Exception {
        new Bench(run, options).measure("latency", options.trials(rate));
    }
}
