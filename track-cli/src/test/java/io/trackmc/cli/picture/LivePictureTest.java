package io.trackmc.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.console.Terminal;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivePictureTest {

    private final LivePicture picture = new LivePicture(new Terminal(true, false, true, 80, 4));

    @Test
    void shouldRedrawInPlace() {
        assertThat(picture.redraw(List.of("a", "b"))).isEqualTo("\u001b[2Ka\n\u001b[2Kb\n\u001b[J");
        assertThat(picture.redraw(List.of("c"))).isEqualTo("\u001b[2A\u001b[2Kc\n\u001b[J");
        assertThat(picture.clear()).isEqualTo("\u001b[1A\u001b[J");
        assertThat(picture.clear()).isEmpty();
    }

    @Test
    void shouldKeepToTheHeightOfTheTerminal() {
        assertThat(picture.redraw(List.of("1", "2", "3", "4", "5")))
                .isEqualTo("\u001b[2K1\n\u001b[2K2\n\u001b[2Kand 3 lines more\n\u001b[J");
        assertThat(picture.clear()).isEqualTo("\u001b[3A\u001b[J");
    }
}
