package io.trackmc.cli.drill.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.drill.live.OrphanStory;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillLibrary;
import io.trackmc.sim.drill.DrillReport;
import io.trackmc.sim.drill.PromiseResult;
import io.trackmc.sim.measure.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The files of a report. */
class DrillFilesTest {

    private static final Drill DRILL = DrillLibrary.get("kill-rh");

    @TempDir
    private Path directory;

    @Test
    void shouldShowWhatWasHeldAndWhatWasNot() throws Exception {
        write(0);
        assertThat(page()).contains("Every promise that could be seen was held.", "messages-lost", "at most 0");
        write(3);
        assertThat(page()).contains("A promise was broken.", "3 \u2717 BROKEN", "cannot be seen there");
        Document cases = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(directory.resolve("kill-rh.junit.xml").toFile());
        assertThat(cases.getElementsByTagName("testsuite").getLength()).isEqualTo(2);
        assertThat(cases.getElementsByTagName("failure").item(0).getAttributes().getNamedItem("message").getNodeValue())
                .isEqualTo("messages-lost: promised at most 0, measured 3");
    }

    @Test
    void shouldShowNamesAndFindingsAsText() throws IOException {
        write(1);
        assertThat(page()).contains("&lt;b&gt;receiver&lt;/b&gt;", "&lt;script&gt;").doesNotContain("<script", "<b>");
    }

    @Test
    void shouldReplaceAnEarlierReport() throws IOException {
        write(3);
        write(0);
        assertThat(page()).doesNotContain("BROKEN");
    }

    private void write(long lost) {
        OrphanStory story = new OrphanStory("<b>receiver</b>", "rh-1", 1_000_000_000, 500_000_000, 501_000_000,
                510_000_000, -1);
        DrillFiles.write(directory, DRILL, List.of(DrillResult.of("sim", report(0)),
                new DrillResult("deployment", report(lost), 0, List.of(story))), "2026-01-01T00:00:00Z");
    }

    private static DrillReport report(long lost) {
        List<PromiseResult> promises = List.of(DRILL.promises().getFirst().judge(lost));
        return new DrillReport(DRILL.name(), 1, promises, new Durations(), lost, null,
                List.of("<script>alert(1)</script>"));
    }

    private String page() throws IOException {
        return Files.readString(directory.resolve("kill-rh.html"));
    }
}
