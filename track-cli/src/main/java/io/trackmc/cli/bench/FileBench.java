package io.trackmc.cli.bench;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.file.TemporaryDirectory;
import io.trackmc.cli.host.Hosts;
import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.TaskRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Moves one file by each peer, in turns, and tells how fast. */
final class FileBench {

    private static final int CHUNK_BYTES = 1 << 20;

    private final TaskRun run;
    private final BenchOptions options;
    private final long bytes;

    FileBench(TaskRun run, BenchOptions options, long bytes) {
        this.run = run;
        this.options = options;
        this.bytes = bytes;
    }

    void measure(List<Peer> peers) throws Exception {
        Hosts.requirePossible("bench");
        FileRows rows = new FileRows(options, bytes);
        ProgressLine progress = new ProgressLine(run.console().err(), run.console().errTerminal(), System.nanoTime());
        try (TemporaryDirectory directory = TemporaryDirectory.create("track-bench-file")) {
            Path file = directory.path().resolve("file");
            write(file);
            for (int i = 1; i <= options.runs(); i++) {
                for (Peer peer : peers) {
                    String what = "run " + i + " of " + options.runs() + ": " + peer.text();
                    rows.add(peer, watched(progress, what, peer, file));
                }
            }
        } finally {
            progress.clear();
        }
        run.set("rows", rows.json());
        options.draw(rows.chart(), String.format(Locale.ROOT, "file-%s-%d-receivers-%s-loss", options.mode().text(),
                options.receivers(), options.loss()));
        rows.table(run.peopleTerminal().pictureColumns()).forEach(run.people()::println);
    }

    /** Seconds that it took. */
    private double watched(ProgressLine progress, String what, Peer peer, Path file) throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.create("track-bench");
                Background<Double> running = Background.start("track-bench",
                        () -> new FileTrial(peer, options, directory.path()).seconds(file))) {
            return Background.await(running.result(), () -> progress.show(System.nanoTime(), what));
        }
    }

    /** Bytes that no program can make fewer. */
    private void write(Path file) throws IOException {
        Random random = new Random(1);
        byte[] chunk = new byte[CHUNK_BYTES];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= CHUNK_BYTES) {
                random.nextBytes(chunk);
                out.write(chunk, 0, (int) Math.min(left, CHUNK_BYTES));
            }
        }
    }
}
