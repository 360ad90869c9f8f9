package io.trackmc.it.netns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Short commands that set a system up or look at it, such as {@code ip}. */
public final class Commands {

    private Commands() {}

    /**
     * Runs a command to its end and returns what it said.
     *
     * @throws IllegalStateException with what it said, when it fails
     */
    public static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": exit code " + code + ": " + said.strip());
        }
        return said;
    }

    /** Runs a command to its end and tells whether it was there and succeeded. An interrupt does not keep it from its end. */
    public static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.onExit().join().exitValue() == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }
}
