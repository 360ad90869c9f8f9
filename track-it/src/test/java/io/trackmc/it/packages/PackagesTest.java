package io.trackmc.it.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trackmc.it.Repository;
import io.trackmc.it.netns.Commands;
import io.trackmc.it.packages.Shipped.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all packages have in common. */
class PackagesTest {

    private static final Instant BUILT_AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Path UNITS_OF_THIS_MACHINE = Path.of("/usr/lib/systemd/system");

    @TempDir
    Path directory;

    @Test
    void shouldBeThere() {
        assertThat(Shipped.debs()).extracting(file -> file.getFileName().toString().replaceFirst("_.*", ""))
                .containsExactly("track-content-authority", "track-controller", "track-receiver", "track-repair-head",
                        "track-sender", "track-tools");
        assertThat(Shipped.archives()).hasSize(2);
    }

    @Test
    void shouldShipTheDissectorWithTheTools() throws IOException {
        String dissector = Files.readString(Repository.root().resolve("ops/wireshark/track.lua"),
                StandardCharsets.ISO_8859_1);
        assertThat(Shipped.contents(Shipped.deb("track-tools")))
                .filteredOn(entry -> entry.name().equals("usr/share/track-tools/wireshark/track.lua"))
                .singleElement().extracting(Entry::content).isEqualTo(dissector);
    }

    /** Messages of the programs name them. */
    @Test
    void shouldShipTheDocumentsWithThePrograms() throws IOException {
        List<String> documents;
        try (Stream<Path> files = Files.list(Repository.root().resolve("docs"))) {
            documents = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".md")).toList();
        }
        assertThat(documents).contains("operations.md", "tuning.md", "drills.md");
        for (String name : List.of("track-repair-head", "track-tools")) {
            assertThat(Shipped.contents(Shipped.deb(name))).extracting(Entry::name)
                    .containsAll(documents.stream().map(each -> "usr/share/doc/" + name + "/" + each).toList());
        }
        for (Path archive : Shipped.archives()) {
            assertThat(Shipped.contents(archive)).extracting(entry -> entry.name().replaceFirst("^[^/]*/", ""))
                    .containsAll(documents.stream().map(each -> "docs/" + each).toList());
        }
    }

    @Test
    void shouldHaveUnitsWhoseDocumentationIsThere() throws IOException {
        List<Entry> all = new ArrayList<>();
        for (Path deb : Shipped.debs()) {
            all.addAll(Shipped.contents(deb));
        }
        List<String> named = all.stream().filter(entry -> entry.name().endsWith(".service"))
                .flatMap(entry -> entry.content().lines()).filter(line -> line.startsWith("Documentation="))
                .map(line -> line.replaceFirst("Documentation=file:/", "")).toList();
        assertThat(named).hasSize(5);
        assertThat(all).extracting(Entry::name).containsAll(named);
    }

    @Test
    void shouldSayNothingOfTheMachineThatBuiltThem() throws IOException {
        for (Path shipped : Stream.concat(Shipped.debs().stream(), Shipped.archives().stream()).toList()) {
            for (Entry entry : Shipped.contents(shipped)) {
                assertThat(entry.header().getLastModifiedTime().toInstant()).as(entry.name()).isEqualTo(BUILT_AT);
                if (shipped.toString().endsWith(".deb")) {
                    assertThat(entry.header().getUserName()).as(entry.name()).isEqualTo("root");
                    assertThat(entry.header().getLongUserId()).as(entry.name()).isZero();
                }
            }
        }
    }

    @Test
    void shouldLetNobodyButRootWriteAnything() throws IOException {
        for (Path deb : Shipped.debs()) {
            assertThat(Shipped.contents(deb)).isNotEmpty()
                    .noneMatch(entry -> !entry.header().isSymbolicLink() && (entry.header().getMode() & 0022) != 0);
        }
    }

    @Test
    void shouldKeepWhatIsConfiguredAndOnlyThat() throws IOException {
        for (Path deb : Shipped.debs()) {
            List<String> kept = Shipped.control(deb).stream().filter(entry -> entry.name().equals("conffiles"))
                    .flatMap(entry -> entry.content().lines()).toList();
            List<String> configuration = Shipped.contents(deb).stream()
                    .filter(entry -> entry.name().startsWith("etc/") && !entry.header().isDirectory())
                    .map(entry -> "/" + entry.name()).toList();
            assertThat(kept).as("%s", deb).containsExactlyElementsOf(configuration);
        }
    }

    @Test
    void shouldConfineAllServicesAlike() throws IOException {
        TreeMap<String, List<String>> confinements = new TreeMap<>();
        for (Path deb : Shipped.debs()) {
            for (Entry entry : Shipped.contents(deb)) {
                if (entry.name().endsWith(".service")) {
                    String unit = entry.content().replaceFirst("(?s)\\n\\[Install\\].*", "");
                    confinements.put(entry.name(), unit.lines().dropWhile(line -> !line.startsWith("LimitCORE="))
                            .takeWhile(line -> !line.isEmpty()).toList());
                }
            }
        }
        assertThat(confinements).hasSize(5);
        assertThat(confinements.values()).containsOnly(confinements.firstEntry().getValue());
        assertThat(confinements.firstEntry().getValue()).contains("NoNewPrivileges=yes", "ProtectSystem=strict")
                .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute="));
    }

    @Test
    void shouldHaveUnitsThatSystemdUnderstands() throws Exception {
        assumeTrue(Commands.succeeds("systemd-analyze", "--version") && Commands.succeeds("dpkg-deb", "--version"),
                "needs systemd-analyze and dpkg-deb");
        assumeTrue(Files.isDirectory(UNITS_OF_THIS_MACHINE), "needs the units of systemd itself");
        Path root = Files.createDirectory(directory.resolve("root"));
        for (Path deb : Shipped.debs()) {
            Commands.run("dpkg-deb", "-x", deb.toString(), root.toString());
        }
        Files.copy(Path.of("/bin/kill"), Files.createDirectories(root.resolve("bin")).resolve("kill"));
        List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no", "--root=" + root));
        Path units = root.resolve("usr/lib/systemd/system");
        try (Stream<Path> ours = Files.list(units)) {
            ours.map(Path::toString).sorted().forEach(command::add);
        }
        copyTargets(units);
        assertThat(command).hasSize(4 + 5);
        assertThat(Commands.run(command.toArray(String[]::new))).isEmpty();
    }

    @Test
    void shouldBePackagesToDpkg() throws Exception {
        assumeTrue(Commands.succeeds("dpkg", "--version"), "needs dpkg");
        for (Path deb : Shipped.debs()) {
            String name = deb.getFileName().toString();
            assertThat(Commands.run("dpkg", "--info", deb.toString())).contains(
                    "Package: " + name.replaceFirst("_.*", "") + "\n",
                    "Version: " + name.replaceFirst("^[^_]*_", "").replaceFirst("_.*", "") + "\n",
                    "Architecture: all\n", "Maintainer: ");
            assertThat(Commands.run("dpkg", "--contents", deb.toString())).contains(" ./usr/share/doc/");
        }
    }

    private static void copyTargets(Path to) throws IOException {
        try (Stream<Path> units = Files.list(UNITS_OF_THIS_MACHINE)) {
            for (Path target : units.filter(unit -> unit.toString().endsWith(".target")).toList()) {
                Files.copy(target, to.resolve(target.getFileName()), LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
