package io.trackmc.it.roles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The appliance as a process of its own, from a class path without anything that opens content. */
final class RepairHeadProgram {

    private static final List<String> NOT_ON_ITS_CLASS_PATH = List.of("payload-keys", "controller", "track-sender",
            "track-receiver", "track-cli", "track-sim", "examples", "perf", "track-it", "junit", "archunit");

    private RepairHeadProgram() {}

    /** Starts it; what it says goes to files in the directory. */
    static Process start(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx512m", "-cp", classPath(), "io.trackmc.repairhead.RepairHeadMain"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("repair-head.out").toFile())
                .redirectError(directory.resolve("repair-head.err").toFile())
                .start();
    }

    /** What it has said on standard output. */
    static String out(Path directory) throws IOException {
        return Files.readString(directory.resolve("repair-head.out"));
    }

    /** What it has said to people. */
    static String err(Path directory) throws IOException {
        return Files.readString(directory.resolve("repair-head.err"));
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(entry -> NOT_ON_ITS_CLASS_PATH.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(":"));
    }
}
