package io.trackmc.cli.bench;

import io.trackmc.cli.host.Hosts;
import io.trackmc.cli.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * UFTP with AES-256-GCM and elliptic keys, which it is fastest with, and large socket buffers. It has no flow control of its own for this: it sends as fast
 * as the interface takes it, or, where packets get lost, at the fixed rate that served it best on such a machine.
 */
final class Uftp {

    private static final String CURVE = "prime256v1";
    private static final String BUFFER_BYTES = "8388608";
    private static final String UNLIMITED = "-1";
    private static final String UNDER_LOSS_KILOBITS = "800000";
    private static final long LONGEST_SECONDS = 600;
    private static final long START_SECONDS = 20;
    private static final long LOOK_NS = 10_000_000;
    private static final Pattern ELAPSED = Pattern.compile("Total elapsed time: ([0-9.]+) seconds");
    private static final String LISTENING = "Loaded ECDSA key";

    private Uftp() {}

    /** Moves a file to a directory {@code RECEIVER} below {@code directory} for each; returns the seconds that the transfer took. */
    static double move(Hosts hosts, String sender, List<String> receivers, Path file, Path directory, boolean loss)
            throws IOException, InterruptedException {
        List<Process> daemons = new ArrayList<>();
        try {
            for (String receiver : receivers) {
                Path into = Files.createDirectory(directory.resolve(receiver));
                List<String> command = new ArrayList<>(hosts.on(receiver));
                command.addAll(List.of("uftpd", "-d", "-x", "2", "-I", Hosts.INTERFACE, "-D", into.toString(), "-B",
                        BUFFER_BYTES, "-K", "ec:" + CURVE));
                Path said = directory.resolve(receiver + ".err");
                daemons.add(
                        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start());
                awaitListening(said);
            }
            List<String> command = new ArrayList<>(hosts.on(sender));
            command.addAll(List.of("uftp", "-R", loss ? UNDER_LOSS_KILOBITS : UNLIMITED, "-B", BUFFER_BYTES, "-x", "2",
                    "-Y", "aes256-gcm", "-h", "sha256", "-K", CURVE, "-e", "ecdh_ecdsa:" + CURVE, "-I",
                    Hosts.INTERFACE, file.toString()));
            Path said = directory.resolve(sender + ".err");
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile())
                    .start();
            daemons.add(process);
            boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            String all = Files.readString(said);
            Matcher elapsed = ELAPSED.matcher(all);
            if (!ended || process.exitValue() != 0 || !elapsed.find()) {
                throw TaskException.failed("uftp: " + all.lines().reduce((_, last) -> last).orElse("said nothing"));
            }
            return Double.parseDouble(elapsed.group(1));
        } finally {
            daemons.forEach(daemon -> daemon.destroyForcibly().onExit().join());
        }
    }

    /** It has its key, and joins the group right after. */
    private static void awaitListening(Path said) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!Files.readString(said).contains(LISTENING)) {
            if (System.nanoTime() - endNs > 0) {
                throw TaskException.failed("uftpd did not start: " + Files.readString(said).strip());
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}
