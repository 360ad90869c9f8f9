package io.trackmc.it.netns;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration with every program in a process of its own: what must hold however busy the machine is. */
@Tag("netns")
class DemoProcessesTest {

    private static final int MAX_SECONDS = 240;
    private static final int PROGRAMS = 9;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldShutOutAReceiverAndLoseNothingWhenARepairHeadIsKilled() throws Exception {
        Path home = PackagedPrograms.copyTo(directory.resolve("home"));
        try (TrackProgram demo = TrackProgram.start("demo", home, directory, List.of(), "demo", "--processes",
                "--expel-receiver", "--kill-repair-head", "--size", "4MB", "--json", "--seed", "1")) {
            assertThat(demo.ends(MAX_SECONDS)).as("it has ended").isTrue();
            assertThat(demo.exitCode()).as(demo.story()).isZero();
            Config report = demo.report();
            assertThat(report.getInt("complete")).isEqualTo(3);
            assertThat(report.getLong("applicationGaps")).isZero();
            assertThat(report.getLong("failovers")).isPositive();
            assertThat(report.getLong("authorityRequestsDuringFailover")).isZero();
            assertThat(report.getLong("expelledPacketsTried")).isGreaterThanOrEqualTo(100);
            assertThat(report.getBoolean("expelledCouldReadAfter")).isFalse();
            assertThat(report.getBoolean("repairHeadsCouldRead")).isFalse();
            assertThat(report.getInt("heapsSearched")).isEqualTo(2);
            assertThat(leftBehind(demo.pid())).isEmpty();
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldLeaveNoProgramWhenItIsKilled() throws Exception {
        Path home = PackagedPrograms.copyTo(directory.resolve("home"));
        try (TrackProgram demo = TrackProgram.start("demo", home, directory, List.of(), "demo", "--processes",
                "--size", "100MB", "--json", "--seed", "1")) {
            while (programsOf(demo.pid()).size() < PROGRAMS) {
                assertThat(demo.ends(1)).as(demo.story()).isFalse();
            }
            List<ProcessHandle> programs = programsOf(demo.pid());
            demo.kill();
            for (ProcessHandle program : programs) {
                program.onExit().get(MAX_SECONDS, TimeUnit.SECONDS);
            }
            deleteFilesOf(demo.pid());
        }
    }

    /** Files of a killed demonstration are nobody's to delete but who killed it. */
    private static void deleteFilesOf(long pid) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            for (Path own : files.filter(file -> file.getFileName().toString().startsWith("track-demo-" + pid + "-"))
                    .toList()) {
                try (Stream<Path> inside = Files.walk(own)) {
                    inside.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
                }
            }
        }
    }

    /** Both authorities, the sender, two repair heads and four receivers, once they are Java programs. */
    private static List<ProcessHandle> programsOf(long pid) {
        return ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children)
                .filter(child -> child.info().command().orElse("").endsWith("java")).toList();
    }

    /** Whatever names the directory of that demonstration: files, and command lines of programs. */
    private static List<String> leftBehind(long pid) throws Exception {
        String name = "track-demo-" + pid + "-";
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            Stream<String> programs = ProcessHandle.allProcesses()
                    .map(process -> process.info().commandLine().orElse(""));
            return Stream.concat(files.map(Path::toString), programs).filter(text -> text.contains(name)).toList();
        }
    }
}
