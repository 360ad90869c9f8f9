package io.trackmc.cli.fileset;

import static io.trackmc.cli.fileset.SetFixture.incoming;
import static io.trackmc.cli.fileset.SetFixture.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trackmc.cli.file.FileTally;
import io.trackmc.cli.file.FileTransferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names of one set that a disk takes for one: the second fails, with a reason, and nothing of the first is lost. */
class FoldedNamesTest {

    @TempDir
    Path directory;

    private Path tree;
    private Path inbox;
    private Path folding;
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectories(directory.resolve("from/release"));
        inbox = Files.createDirectory(directory.resolve("inbox"));
        folding = FoldingFileSystem.of(inbox);
    }

    /** Files find their places side by side: either of the two may be first. */
    @ParameterizedTest
    @EnumSource(Existing.class)
    void shouldFailTheSecondOfTwoFilesThatTheDiskTakesForOne(Existing existing) throws Exception {
        Files.writeString(tree.resolve("Makefile"), "large");
        Files.writeString(tree.resolve("makefile"), "small");
        Files.writeString(tree.resolve("other"), "other");
        for (int run = 0; run < 2; run++) {
            try (IncomingSet set = incoming(folding, existing, lines)) {
                assertThatExceptionOfType(FileTransferException.class)
                        .isThrownBy(() -> take(set, SetFixture.messages(1, tree))).withMessage("1 of 4 failed");
                FileTally.Failed failed = set.tally().failed().getFirst();
                assertThat(set.tally().failed()).hasSize(1);
                assertThat(failed.name()).isIn("release/Makefile", "release/makefile");
                if (run == 0) {
                    String other = failed.name().equals("release/makefile") ? "release/Makefile" : "release/makefile";
                    assertThat(failed.reason()).startsWith("its name is one with that of ")
                            .endsWith(other + " on this disk, which the same set has");
                    assertThat(inbox.resolve("release/makefile"))
                            .hasContent(other.equals("release/Makefile") ? "large" : "small");
                }
            }
        }
        assertThat(inbox.resolve("release/other")).hasContent("other");
    }

    @Test
    void shouldFailTheSecondAlsoWhenBothHaveTheSameContent() throws Exception {
        Files.writeString(tree.resolve("A"), "same");
        Files.writeString(tree.resolve("a"), "same");
        Files.createFile(tree.resolve("B"));
        Files.createFile(tree.resolve("b"));
        try (IncomingSet set = incoming(folding, Existing.REPLACE, lines)) {
            assertThatExceptionOfType(FileTransferException.class)
                    .isThrownBy(() -> take(set, SetFixture.messages(1, tree))).withMessage("2 of 5 failed");
        }
    }

    @Test
    void shouldNotPourTwoDirectoriesIntoOne() throws Exception {
        Files.writeString(Files.createDirectory(tree.resolve("Doc")).resolve("one"), "1");
        Files.writeString(Files.createDirectory(tree.resolve("doc")).resolve("two"), "2");
        try (IncomingSet set = incoming(folding, Existing.REPLACE, lines)) {
            assertThatExceptionOfType(FileTransferException.class)
                    .isThrownBy(() -> take(set, SetFixture.messages(1, tree))).withMessage("2 of 5 failed");
            assertThat(set.tally().failed()).extracting(FileTally.Failed::name).containsExactly("release/doc",
                    "release/doc/two");
        }
        assertThat(SetFixture.names(inbox)).containsExactly("release", "release/doc", "release/doc/one");
    }

    @Test
    void shouldTakeASetWhoseNamesDiffer() throws Exception {
        Files.writeString(tree.resolve("Makefile"), "large");
        Files.writeString(Files.createDirectory(tree.resolve("Doc")).resolve("Makefile"), "small");
        for (Existing existing : Existing.values()) {
            try (IncomingSet set = incoming(folding, existing, lines)) {
                assertThat(take(set, SetFixture.messages(1, tree))).isTrue();
            }
        }
        assertThat(lines).isEmpty();
        assertThat(SetFixture.names(inbox)).containsExactly("release", "release/doc", "release/doc/makefile",
                "release/makefile");
    }

    /** Two names of one file are two names, which somebody here has made. */
    @Test
    void shouldTakeHardLinksForWhatTheyAre() throws Exception {
        Files.writeString(tree.resolve("a"), "same");
        Files.writeString(tree.resolve("b"), "same");
        Path here = Files.createDirectory(inbox.resolve("release"));
        Files.createLink(here.resolve("b"), Files.writeString(here.resolve("a"), "same"));
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            assertThat(take(set, SetFixture.messages(1, tree))).isTrue();
            assertThat(set.tally().kept()).isEqualTo(2);
        }
    }
}
