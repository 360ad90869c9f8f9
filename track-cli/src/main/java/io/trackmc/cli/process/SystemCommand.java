package io.trackmc.cli.process;

import io.trackmc.cli.task.TaskException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Short commands that set a system up, such as {@code ip}. */
public final class SystemCommand {

    private SystemCommand() {}

    /** Runs a command to its end. */
    public static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw TaskException.failed(String.join(" ", command) + ": " + said.strip());
        }
    }

    /** Whether there is a program of that name on the path. */
    public static boolean isThere(String program) {
        return succeeds("sh", "-c", "command -v " + program);
    }

    /** Runs a command to its end and tells whether it was there and succeeded. An interrupt does not keep it from its end. */
    public static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.onExit().join().exitValue() == 0;
        } catch (IOException _) {
            return false; // there is no such program
        }
    }
}
