package io.trackmc.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class in a network namespace of its own, where interfaces, routes and queues can be what a test needs. */
final class Namespace {

    private Namespace() {}

    /** Whether this user may make namespaces. */
    static void assumePossible() throws IOException, InterruptedException {
        assumeTrue(run(List.of("unshare", "-n", "ip", "link", "set", "lo", "up")) == 0,
                "network namespaces need root and iproute2");
    }

    /**
     * Runs {@code main} after the shell commands {@code setup}, with loopback up.
     *
     * @throws AssertionError with its output when it fails
     */
    static void run(String setup, Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), main.getName()));
        java.addAll(List.of(arguments));
        List<String> command = new ArrayList<>(
                List.of("unshare", "-n", "sh", "-e", "-c", "ip link set lo up\n" + setup + "\nexec \"$@\"", "sh"));
        command.addAll(java);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static int run(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException e) {
            return -1; // no such program
        }
    }
}
