package io.trackmc.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trackmc.cli.console.Console;
import io.trackmc.cli.console.JsonReport;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.payload.GroupDataKey;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.net.node.KeySource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Were a repair head given the key of the content, under whatever name, the demonstration would find it. */
class PlantedKeyTest {

    private static final DemoPlan PLAN = new DemoPlan(2, 2, 0.02, 50_000, null, 1, false, false);

    @TempDir
    Path directory;

    private final JsonReport report = new JsonReport("demo", DemoReport.FIELDS);
    private final PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    private final TaskRun run = new TaskRun(Console.plain(nowhere, nowhere), report, true);

    @Test
    void shouldFindAPlantedKey() throws IOException {
        Path deployment = DemoFiles.deploy(directory, PLAN);
        try (DemoAuthorities authorities = new DemoAuthorities(deployment, warning -> {})) {
            DemoFiles files = DemoFiles.create(directory, deployment, PLAN, authorities.places());
            GroupDataKey real = files.content(List.of()).getFirst().key();
            assertThatExceptionOfType(TaskException.class).isThrownBy(
                    () -> new DemoRun(run, PLAN, keys -> planted(keys, real, "rh-2")).run(files, authorities))
                    .withMessage("repair heads could read: rh-2 by its group authentication key of epoch 2");
        }
        assertThat(report.get("repairHeadsCouldRead")).isEqualTo(true);
        assertThat(report.get("complete")).isEqualTo(2);
    }

    @Test
    void shouldProveNothingWithTheWrongRealKey() throws IOException {
        Path deployment = DemoFiles.deploy(directory, PLAN);
        Path other = DemoFiles.deploy(Files.createDirectory(directory.resolve("other")), PLAN);
        Files.copy(other.resolve("sender/content.bundle"), deployment.resolve("sender/content.bundle"),
                StandardCopyOption.REPLACE_EXISTING);
        try (DemoAuthorities authorities = new DemoAuthorities(deployment, warning -> {})) {
            DemoFiles files = DemoFiles.create(directory, deployment, PLAN, authorities.places());
            assertThatExceptionOfType(TaskException.class).isThrownBy(
                    () -> new DemoRun(run, PLAN).run(files, authorities))
                    .withMessageContaining("not proved for rh-1, rh-2");
        }
        assertThat(report.get("repairHeadsCouldRead")).isNull();
    }

    /** As the key of the next transport epoch, which is installed but not in use yet. */
    private static KeySource planted(KeySource keys, GroupDataKey real, String repairHead) {
        return (config, warnings) -> {
            TransportBundle held = keys.transportKeys(config, warnings);
            if (!config.self().name().equals(repairHead)) {
                return held;
            }
            TransportEpoch present = held.epochs().getFirst();
            TransportEpoch planted = TransportEpoch.of(held.gid(), 2, present.spi() ^ 1,
                    GroupAuthKey.of(real.copy(InsecureSecretAccess.get()), InsecureSecretAccess.get()));
            return new TransportBundle(held.gid(), held.groupName(), held.self(), held.sourceId(),
                    held.activeEpoch(), List.of(present, planted), held.interiorSecret(), held.ownRegion(),
                    held.parents(), held.roster());
        };
    }
}
