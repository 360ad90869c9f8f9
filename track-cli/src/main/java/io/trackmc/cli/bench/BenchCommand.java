package io.trackmc.cli.bench;

import picocli.CommandLine.Command;

/** {@code track bench}: TRACK beside its peers. */
@Command(name = "bench", sortOptions = false,
        header = "Measures throughput, latency, files and fail-over beside peers.",
        description = "Measures TRACK beside its peers: each in processes of its own, on hosts of their own (network namespaces; needs root), in turns.",
        subcommands = {BenchThroughputCommand.class, BenchLatencyCommand.class, BenchFileCommand.class,
            BenchFailoverCommand.class})
public final class BenchCommand {}
