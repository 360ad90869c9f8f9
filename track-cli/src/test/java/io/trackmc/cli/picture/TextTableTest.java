package io.trackmc.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void shouldLineUpColumnsAndPutNumbersToTheRight() {
        TextTable table = new TextTable(List.of("node", "lost", "copy")).row("sender", 7, "").row("rh-1", 12_345L,
                "identical");
        assertThat(table.lines(80)).containsExactly("node      lost  copy", "sender       7",
                "rh-1    12,345  identical");
        assertThat(table.lines(25)).containsExactly("node      lost", "sender       7", "rh-1    12,345");
        assertThat(table.lines(10)).containsExactly("node", "sender", "rh-1");
        assertThat(table.lines(4)).containsExactly("nod", "sen", "rh-");
    }
}
