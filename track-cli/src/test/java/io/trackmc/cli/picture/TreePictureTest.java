package io.trackmc.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.console.Terminal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreePictureTest {

    private static final List<TreeNode> TREE = List.of(
            new TreeNode("sender", null, 1, "sent 15,433 packets, made 12 repairs"),
            new TreeNode("rh-1", "sender", 0.71, "lost 312, made 598 repairs"),
            new TreeNode("rh-2", "sender", 0.5, "lost 300, made 20 repairs"),
            new TreeNode("receiver-1", "rh-1", 0.68, "lost 301, got 290 repairs"),
            new TreeNode("receiver-2", "rh-1", 0, ""),
            new TreeNode("receiver-3", "rh-2", 0.999, "lost 1, got 1 repairs"));

    @Test
    void shouldDrawTheTree() {
        assertThat(TreePicture.of(TREE, terminal(100, false, true))).containsExactly(
                "sender           █████████████████████████ 100 %  sent 15,433 packets, made 12 repairs",
                "├─ rh-1          ██████████████████░░░░░░░  71 %  lost 312, made 598 repairs",
                "│  ├─ receiver-1 █████████████████░░░░░░░░  68 %  lost 301, got 290 repairs",
                "│  └─ receiver-2 ░░░░░░░░░░░░░░░░░░░░░░░░░   0 %",
                "└─ rh-2          █████████████░░░░░░░░░░░░  50 %  lost 300, made 20 repairs",
                "   └─ receiver-3 █████████████████████████  99 %  lost 1, got 1 repairs");
    }

    @Test
    void shouldDoWithoutSpecialCharactersOrColours() {
        assertThat(TreePicture.of(TREE.subList(0, 2), terminal(60, false, false))).containsExactly(
                "sender  ############### 100 %  sent 15,433 packets",
                "`- rh-1 ###########....  71 %  lost 312, made 598 repairs");
    }

    @Test
    void shouldColourBarsWhereColoursAreWanted() {
        assertThat(TreePicture.of(TREE.subList(0, 1), terminal(40, true, false)))
                .containsExactly("sender \u001b[32m########\u001b[0m 100 %");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 25, 30, 33, 34, 35, 40, 60, 80, 400})
    void shouldNeverBeWiderThanTheTerminal(int columns) {
        assertThat(TreePicture.of(TREE, terminal(columns, false, true))).hasSize(TREE.size())
                .allMatch(line -> line.length() < columns);
    }

    @Test
    void shouldDropBarsFirstAndKeepNamesAndShares() {
        assertThat(TreePicture.of(TREE, terminal(26, false, true)).get(2)).isEqualTo("│  ├─ receiver-1  68 %");
    }

    @Test
    void shouldDrawNodesWithoutAParentAsRootsAndLoopsOnce() {
        List<TreeNode> odd = List.of(new TreeNode("a", "b", 1, ""), new TreeNode("b", "a", 1, ""),
                new TreeNode("c", "gone", 1, ""), new TreeNode("d", null, 1, ""));
        assertThat(TreePicture.of(odd, terminal(40, false, false))).hasSize(4);
    }

    private static Terminal terminal(int columns, boolean colour, boolean unicode) {
        return new Terminal(true, colour, unicode, columns, 24);
    }
}
