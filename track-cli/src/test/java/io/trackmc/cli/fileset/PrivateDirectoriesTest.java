package io.trackmc.cli.fileset;

import static io.trackmc.cli.fileset.SetFixture.incoming;
import static io.trackmc.cli.fileset.SetFixture.messages;
import static io.trackmc.cli.fileset.SetFixture.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trackmc.cli.file.FileTransferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that a set makes: their owner's alone until all is there, and as announced from then on, however often the receiver was started. */
class PrivateDirectoriesTest {

    private static final int FIRST_CHUNKS = 4;
    private static final FileTime TIME = FileTime.fromMillis(1_100_000_000_000L);
    private static final int OPEN = 0755;

    @TempDir
    Path directory;

    private Path tree;
    private Path inbox;
    private List<byte[]> messages;
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void makeTree() throws Exception {
        tree = SetFixture.tree(directory.resolve("from"));
        inbox = Files.createDirectory(directory.resolve("inbox"));
        for (String name : List.of("bin", "doc/empty", "doc", "")) {
            Files.setPosixFilePermissions(tree.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setLastModifiedTime(tree.resolve(name), TIME);
        }
        messages = messages(1, tree);
    }

    @Test
    void shouldBeTheOwnersAloneUntilAllIsThere() throws Exception {
        try (IncomingSet set = all()) {
            take(set, messages.subList(0, FIRST_CHUNKS));
            assertThat(modes()).containsOnly(0700);
            assertThat(Preserve.mode(growing())).isEqualTo(0600);
            assertThat(take(set, messages.subList(FIRST_CHUNKS, messages.size()))).isTrue();
        }
        assertFinished(OPEN);
        assertThat(SetFixture.names(inbox)).isEqualTo(SetFixture.names(tree.getParent()));
    }

    @Test
    void shouldGetTheirBitsAndTimesAlsoAfterARestart() throws Exception {
        try (IncomingSet set = all()) {
            take(set, messages.subList(0, FIRST_CHUNKS));
        }
        assertThat(modes()).containsOnly(0700);
        try (IncomingSet set = all()) {
            assertThat(take(set, messages)).isTrue();
        }
        assertFinished(OPEN);
        assertThat(inbox.resolve(PartDirectory.NAME)).doesNotExist();
    }

    @Test
    void shouldBeAsUsualWhereNothingIsPreserved() throws Exception {
        Files.createDirectory(directory.resolve("usual"));
        for (int run = 0; run < 2; run++) {
            try (IncomingSet set = IncomingSet.below(inbox, null, Existing.REFUSE, Preserve.NONE, lines::add)) {
                take(set, run == 0 ? messages.subList(0, FIRST_CHUNKS) : messages);
                assertThat(set.isComplete()).isEqualTo(run == 1);
            }
        }
        assertThat(modes()).containsOnly(Preserve.mode(directory.resolve("usual")));
        assertThat(Preserve.mode(inbox.resolve("release/bin/tool")))
                .isEqualTo(Preserve.mode(Files.createFile(directory.resolve("file"))));
    }

    /** Others are waited for no longer, and what came is whole. */
    @Test
    void shouldGetTheirBitsWhenAFileHasFailed() throws Exception {
        try (IncomingSet set = all()) {
            take(set, messages.subList(0, FIRST_CHUNKS));
            Files.createDirectory(inbox.resolve("release/doc/README"));
            assertThatExceptionOfType(FileTransferException.class)
                    .isThrownBy(() -> take(set, messages.subList(FIRST_CHUNKS, messages.size())))
                    .withMessage("1 of 8 failed");
        }
        assertThat(modes()).containsOnly(OPEN);
        assertThat(inbox.resolve(PartDirectory.NAME)).doesNotExist();
    }

    @Test
    void shouldLeaveThoseAloneThatSomebodyElseHasMadeOrOpened() throws Exception {
        Path before = Files.createDirectories(inbox.resolve("release"), owners());
        try (IncomingSet set = all()) {
            take(set, messages.subList(0, FIRST_CHUNKS));
        }
        Path mine = inbox.resolve("release/doc/empty");
        Files.createDirectory(inbox.resolve("holds-the-number"));
        Files.delete(mine);
        Files.createDirectory(inbox.resolve("takes-the-number"));
        Files.createDirectory(mine, owners());
        Set<PosixFilePermission> mode = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_READ);
        Files.setPosixFilePermissions(inbox.resolve("release/bin"), mode);
        try (IncomingSet set = all()) {
            assertThat(take(set, messages)).isTrue();
        }
        assertThat(Preserve.mode(before)).isEqualTo(0700);
        assertThat(Preserve.mode(mine)).isEqualTo(0700);
        assertThat(Preserve.mode(inbox.resolve("release/bin"))).isEqualTo(0740);
        assertThat(Preserve.mode(inbox.resolve("release/doc"))).isEqualTo(OPEN);
    }

    @Test
    void shouldLeaveThoseAloneThatSomebodyHasOpenedOrMadeAnewInTheSameRun() throws Exception {
        Path mine = inbox.resolve("release/doc/empty");
        try (IncomingSet set = all()) {
            take(set, messages.subList(0, FIRST_CHUNKS));
            Files.createDirectory(inbox.resolve("holds-the-number"));
            Files.delete(mine);
            Files.createDirectory(inbox.resolve("takes-the-number"));
            Files.createDirectory(mine, owners());
            Files.setPosixFilePermissions(inbox.resolve("release/bin"),
                    PosixFilePermissions.fromString("rwxr-----"));
            assertThat(take(set, messages.subList(FIRST_CHUNKS, messages.size()))).isTrue();
        }
        assertThat(Preserve.mode(mine)).isEqualTo(0700);
        assertThat(Preserve.mode(inbox.resolve("release/bin"))).isEqualTo(0740);
        assertThat(Preserve.mode(inbox.resolve("release/doc"))).isEqualTo(OPEN);
    }

    /** What it cannot read it does not believe: those directories stay private. */
    @Test
    void shouldNotBreakOnAListThatIsDamaged() throws Exception {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Path here = Files.createDirectory(directory.resolve("inbox" + seed));
            try (IncomingSet set = incoming(here, Existing.REFUSE, lines)) {
                take(set, messages.subList(0, FIRST_CHUNKS));
            }
            Path list = here.resolve(PartDirectory.NAME).resolve(MadeDirectories.NAME);
            byte[] damaged = Files.readAllBytes(list);
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(list, damaged);
            try (IncomingSet set = incoming(here, Existing.REFUSE, lines)) {
                assertThat(take(set, messages)).as("seed " + seed).isTrue();
            }
            for (String name : List.of("", "bin", "doc", "doc/empty")) {
                assertThat(Preserve.mode(here.resolve("release").resolve(name))).isIn(0700, OPEN);
            }
        }
    }

    /** A group that is handed down is none of the nine bits. */
    @Test
    void shouldKeepWhatADirectoryHasFromTheOneThatItLiesIn() throws Exception {
        Files.setAttribute(inbox, "unix:mode", 02755);
        try (IncomingSet set = all()) {
            assertThat(take(set, messages)).isTrue();
        }
        assertThat((Integer) Files.getAttribute(inbox.resolve("release/doc"), "unix:mode") & 07777).isEqualTo(02755);
    }

    private IncomingSet all() {
        return IncomingSet.below(inbox, null, Existing.REFUSE, Preserve.ALL, lines::add);
    }

    private static FileAttribute<?> owners() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    private List<Integer> modes() throws IOException {
        List<Integer> modes = new ArrayList<>();
        for (String name : List.of("", "bin", "doc", "doc/empty")) {
            modes.add(Preserve.mode(inbox.resolve("release").resolve(name)));
        }
        return modes;
    }

    private void assertFinished(int mode) throws IOException {
        assertThat(modes()).containsOnly(mode);
        for (String name : List.of("", "bin", "doc", "doc/empty")) {
            assertThat(Files.getLastModifiedTime(inbox.resolve("release").resolve(name))).isEqualTo(TIME);
        }
    }

    /** Not the empty one, which is on its way to its name already. */
    private Path growing() throws IOException {
        Path parts = inbox.resolve(PartDirectory.NAME);
        for (String name : SetFixture.names(parts)) {
            if (name.endsWith(".part") && Files.size(parts.resolve(name)) > 0) {
                return parts.resolve(name);
            }
        }
        throw new AssertionError("nothing grows");
    }
}
