package io.trackmc.net.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees as JSON, and what is no tree. */
class TreeTextTest {

    private static final String HOSTILE = "<b>\"\\\n\u0000\u00e9\ud83d\ude00";

    private static TreeDocument tree(String name) {
        TreeNode node = Planted.head(2, name, Planted.receivers(10, 3, 77));
        return new TreeDocument(5, List.of(Planted.heard(node, 40)),
                List.of(new TreeDocument.Feed("http://127.0.0.1:1", -1, "it does not answer")),
                List.of(new TreeEvent(TreeEvent.Kind.MOVED, 1, 2, 31, "a, b", "from x to y")), 4);
    }

    @Test
    void shouldReadWhatItWrites() throws TreeFormatException {
        assertThat(TreeReader.read(TreeText.write(tree("rh-1")), 4)).isEqualTo(tree("rh-1"));
        assertThat(TreeReader.read(TreeText.write(tree(HOSTILE)), 4)).isEqualTo(tree(HOSTILE));
    }

    @Test
    void shouldRefuseMoreNodesThanFit() {
        assertRefused(TreeText.write(tree("rh-1")), 3);
    }

    @Test
    void shouldRefuseEachTextThatIsCutOff() {
        String whole = TreeText.write(tree("rh-1"));
        for (int length = 0; length < whole.length(); length++) {
            assertRefused(whole.substring(0, length), 100);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{\"version\":1}", "<html>", "{\"version\":1}}", "{\"a\":1e9}",
        "{\"a\":\"\\x\"}", "{\"a\":\"\\u00g0\"}", "{\"a\":truth}", "{a:1}", "{\"a\" 1}", "{\"a\":1,}", "[1,]", "{,}",
        "{\"a\":-}", "{\"a\":99999999999999999999}", "{\"a\":\"\n\"}"})
    void shouldRefuseWhatIsNoTree(String text) {
        assertRefused(text, 100);
    }

    @Test
    void shouldRefuseWhatIsNestedWithoutEnd() {
        assertRefused("[".repeat(1_000_000), 100);
        assertRefused("{\"a\":".repeat(1_000_000), 100);
    }

    /** They take little of the answer and much of the memory. */
    @ParameterizedTest
    @ValueSource(strings = {"{},", "[],"})
    void shouldRefuseMoreSmallThingsThanATreeHas(String small) {
        assertTooLarge("[" + small.repeat(JsonReader.MOST_CONTAINERS) + "0]");
    }

    @Test
    void shouldRefuseMoreValuesThanATreeHas() {
        assertTooLarge("[" + "0,".repeat(JsonReader.MOST_VALUES) + "0]");
    }

    private static void assertTooLarge(String text) {
        assertThatExceptionOfType(TreeFormatException.class).isThrownBy(() -> TreeReader.read(text, 100))
                .satisfies(refusal -> assertThat(refusal.isTooLarge()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"id\":-1", "\"id\":4294967296", "\"id\":\"2\"", "\"id\":null"})
    void shouldRefuseAnIdThatIsNone(String id) {
        assertRefused(TreeText.write(tree("rh-1")).replace("\"id\":2", id), 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"version\":2", "\"at\":-5", "\"nodes\":{}", "\"kind\":\"exploded\"",
        "\"region\":-2", "\"lossPartsPerMillion\":1000001", "\"repairHead\":\"no\""})
    void shouldRefuseFieldsOfAnotherKind(String field) {
        String key = field.substring(0, field.indexOf(':') + 1);
        String text = TreeText.write(tree("rh-1"));
        assertRefused(text.replaceFirst(key + "[^,}]*", field), 100);
    }

    @Test
    void shouldRefuseANameThatIsTooLong() {
        assertRefused(TreeText.write(tree("x".repeat(257))), 100);
        assertRefused(TreeText.write(tree("x".repeat(10_000))), 100);
    }

    private static void assertRefused(String text, int most) {
        assertThatExceptionOfType(TreeFormatException.class).isThrownBy(() -> TreeReader.read(text, most));
    }
}
