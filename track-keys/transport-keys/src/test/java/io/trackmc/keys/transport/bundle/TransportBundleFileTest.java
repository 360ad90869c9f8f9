package io.trackmc.keys.transport.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trackmc.keys.transport.TestGroup;
import io.trackmc.keys.transport.key.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportBundleFileTest {

    private static final String NAME = "rh-1/transport.bundle";

    @TempDir
    private Path temporary;

    private final TransportBundleFile codec = new TransportBundleFile();
    private final TestGroup group = new TestGroup(0xF000_0000_0000_0001L);

    @ParameterizedTest
    @ValueSource(ints = {TestGroup.SENDER, TestGroup.RH, TestGroup.RECEIVER})
    void shouldReadBackWhatItWrote(int node) {
        TransportBundle bundle = group.bundle(node, 2, 1, 2, 3);

        assertThat(codec.decode(NAME, codec.encode(bundle))).isEqualTo(bundle);
    }

    @Test
    void shouldReadBackWhomItNamesAsExpelled() {
        int high = 0xF000_0001;
        TransportBundle bundle = expelling(group.bundle(TestGroup.RH), List.of(high, TestGroup.RECEIVER_B, high));

        TransportBundle read = codec.decode(NAME, codec.encode(bundle));

        assertThat(read).isEqualTo(bundle);
        assertThat(read.expelled()).containsExactly(TestGroup.RECEIVER_B, high);
        assertThat(new String(codec.encode(group.bundle(TestGroup.RH)), StandardCharsets.US_ASCII))
                .as("older nodes understand one that names nobody").doesNotContain("expelled");
    }

    @ParameterizedTest
    @ValueSource(ints = {TestGroup.RECEIVER, TestGroup.RH, 99})
    void shouldNameNeitherItsOwnerNorAParentNorAStrangerAsExpelled(int expelled) {
        assertThatThrownBy(() -> expelling(group.bundle(TestGroup.RECEIVER), List.of(expelled)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static TransportBundle expelling(TransportBundle of, List<Integer> expelled) {
        List<Member> members = new ArrayList<>(of.roster().members());
        members.add(new Member(0xF000_0001, "receiver-9", NodeRole.RECEIVER));
        return new TransportBundle(of.gid(), of.groupName(), of.self(), of.sourceId(), of.activeEpoch(), of.epochs(),
                of.interiorSecret(), of.ownRegion(), of.parents(), Roster.of(members), expelled, of.rekey(),
                of.contentRekey());
    }

    @Test
    void shouldWriteEqualBytesForEqualBundles() {
        assertThat(codec.encode(group.bundle(TestGroup.RH))).isEqualTo(codec.encode(group.bundle(TestGroup.RH)));
    }

    @Test
    void shouldCallEveryFlippedBitDamage() {
        byte[] good = codec.encode(group.bundle(TestGroup.RECEIVER));
        for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
            byte[] bad = good.clone();
            bad[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            Throwable thrown = catchThrowable(() -> codec.decode(NAME, bad));
            assertThat(thrown).as("bit %d", bit).isExactlyInstanceOf(BundleException.class)
                    .hasMessageStartingWith(NAME + ": damaged");
        }
    }

    @Test
    void shouldCallEveryShorterOrLongerFileDamage() {
        byte[] good = codec.encode(group.bundle(TestGroup.RECEIVER));
        for (int length = 0; length <= good.length + 1; length++) {
            if (length != good.length) {
                byte[] bad = Arrays.copyOf(good, length);
                assertThatThrownBy(() -> codec.decode(NAME, bad)).isExactlyInstanceOf(BundleException.class)
                        .hasMessageContaining("damaged");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"activeEpoch\": 1 | \"activeEpoch\": \"1\" | :13: key \"activeEpoch\": found a text, allowed: a whole number",
        "\"activeEpoch\": 1 | \"activeEpoch\": 1.5 | key \"activeEpoch\": found 1.5, allowed: a whole number",
        "\"activeEpoch\": 1 | \"activeEpoch\": 2 | no key for the active epoch 2",
        "\"activeEpoch\" | \"activeEpochs\" | key \"activeEpoch\" is missing",
        "\"source\": 1 | \"source\": 1,\"sauce\": 1 | unknown key \"sauce\", nearest is \"source\"",
        "\"source\": 1 | \"source\": 2 | the source is the one sender",
        "\"source\": 1 | \"source\": 0 | key \"source\": found 0, allowed: a whole number from 1 to 4294967295",
        "\"source\": 1 | \"source\": null | key \"source\": found null",
        "\"role\": \"repair-head\" | \"role\": \"repairhead\" | found \"repairhead\", allowed: sender, repair-head, receiver",
        "\"spi\": \"00001001\" | \"spi\": \"00000000\" | key \"epochs[0].spi\": found \"00000000\", allowed: any but 0",
        "\"spi\": \"00001001\" | \"spi\": \"1001\" | allowed: a text of 8 lower-case hexadecimal digits",
        "\"leaves\": true | \"leaves\": 1 | key \"region.leaves\": found the number 1, allowed: true or false",
        "track-transport-bundle-1 | track-transport-bundle-9 | key \"format\": found \"track-transport-bundle-9\"",
        "\"parents\": [ | \"parents\": [ 7, | key \"parents[0]\": found the number 7, allowed: an object",
        "\"name\": \"test\" | \"name\": \"../test\" | key \"group.name\": found \"../test\", allowed: 1 to 63 letters",
        "\"node\": { | \"node\": [], \"knot\": { | key \"node\": found a list, allowed: an object",
        "\"bindMaster\": | \"bindMaster\": 5, \"x\": | key \"region.bindMaster\": found the number 5, allowed: base64"})
    void shouldSayWhatIsWrongAndWhatIsAllowed(String from, String to, String message) {
        byte[] wrong = edited(group.bundle(TestGroup.RH), from, to);

        assertThatThrownBy(() -> codec.decode(NAME, wrong)).isExactlyInstanceOf(BundleException.class)
                .hasMessageStartingWith(NAME).hasMessageContaining(message).hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"*not*base64* | a text that is not base64", "c2hvcnQ= | base64 of 5 bytes"})
    void shouldNotRepeatWhatStandsWhereASecretShouldBe(String planted, String found) {
        String text = text(group.bundle(TestGroup.RECEIVER));
        String key = text.replaceAll("(?s).*\"groupAuthKey\": \"([^\"]+)\".*", "$1");
        byte[] wrong = summed(text.replace(key, planted));

        assertThatThrownBy(() -> codec.decode(NAME, wrong)).hasMessageContaining("epochs[0].groupAuthKey")
                .hasMessageContaining(found).hasMessageContaining("base64 of 32 bytes")
                .hasMessageNotContaining(planted);
    }

    @Test
    void shouldNotQuoteSecretsWhenTheTextIsNoJson() {
        byte[] wrong = edited(group.bundle(TestGroup.RH), "\"bindMaster\": ", "\"bindMaster\" ");

        assertThatThrownBy(() -> codec.decode(NAME, wrong)).isExactlyInstanceOf(BundleException.class)
                .hasMessageMatching(NAME + "(:\\d+)?: not JSON");
    }

    @Test
    void shouldRefuseSecretsThatARoleMustNotHave() {
        byte[] wrong = edited(group.bundle(TestGroup.RH), "\"role\": \"repair-head\"", "\"role\": \"receiver\"");

        assertThatThrownBy(() -> codec.decode(NAME, wrong))
                .hasMessageContaining("a receiver may not have the interior secret");
    }

    @Test
    void shouldWriteForItsOwnerOnlyAndWarnWhenOthersMayRead() throws IOException {
        assumeTrue(temporary.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX modes here");
        Path file = temporary.resolve("transport.bundle");
        List<String> warnings = new ArrayList<>();
        codec.write(file, group.bundle(TestGroup.RH));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        codec.read(file, warnings::add);
        assertThat(warnings).isEmpty();

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(codec.read(file, warnings::add)).isEqualTo(group.bundle(TestGroup.RH));
        assertThat(warnings).singleElement().asString().contains("rw-r-----", "should be rw-------");
        codec.write(file, group.bundle(TestGroup.RH));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @Test
    void shouldSayWhenAFileIsMissingOrADirectory() {
        assertThatThrownBy(() -> codec.read(temporary.resolve("none"), _ -> {})).isInstanceOf(BundleException.class)
                .hasMessageEndingWith("cannot be read: no such file");
        assertThatThrownBy(() -> codec.read(temporary, _ -> {})).isInstanceOf(BundleException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void shouldShowNoSecretAsText() {
        TransportBundle bundle = group.bundle(TestGroup.RH);
        String text = bundle.toString();

        assertThat(text).contains("GroupAuthKey(hidden)", "InteriorSecret(hidden)", "BindMaster(hidden)",
                "RegionSecret(hidden)", "BindKey(hidden)");
    }

    @Test
    void shouldEraseAllSecretsWhenDestroyed() {
        TransportBundle bundle = group.bundle(TestGroup.RH);
        bundle.destroy();

        assertThat(bundle.toString()).doesNotContain("hidden").contains("BindMaster(empty)", "BindKey(empty)");
    }

    private String text(TransportBundle bundle) {
        return new String(codec.encode(bundle), StandardCharsets.UTF_8);
    }

    private byte[] edited(TransportBundle bundle, String from, String to) {
        String text = text(bundle);
        assertThat(text).contains(from);
        return summed(text.replaceFirst(Pattern.quote(from),
                Matcher.quoteReplacement(to)));
    }

    /** What somebody would write who edits a bundle on purpose. */
    private static byte[] summed(String text) {
        String head = text.substring(0, text.lastIndexOf(",\n  \"sha256\""));
        byte[] sum = Sha256.newDigest().digest(head.getBytes(StandardCharsets.UTF_8));
        return (head + ",\n  \"sha256\": \"" + HexFormat.of().formatHex(sum) + "\"\n}\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
