package io.trackmc.keys.controller.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receipt.ReceiptBook;
import io.trackmc.proto.receipt.ReceiptEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptFilesTest {

    private static final Receipt.Parent PARENT = new Receipt.Parent("news", "rh-1", -2, 3, "customer \"A\"");

    @TempDir
    private Path directory;

    private SignedReceipts signer;

    @BeforeEach
    void certify() throws IOException {
        signer = new SignedReceipts(directory.resolve("rh-1"), "rh-1", RoleOid.REPAIR_HEAD);
    }

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        Receipt receipt = receipt(1);
        ReceiptFiles files = ReceiptFiles.read(List.of(signer.file(receipt)));
        assertThat(files.receipts()).containsExactly(new NumberedReceipt(1, false, receipt));
        assertThat(files.notes()).isEmpty();
        files.checkAnchors(List.of(NodeCertificate.read("ca", signer.anchorPem())));
    }

    @Test
    void shouldFollowAChainThroughFiles() throws IOException {
        signer.file(receipt(1), receipt(2));
        signer.file(receipt(3));
        assertThat(ReceiptFiles.read(List.of(directory)).receipts().map(NumberedReceipt::number))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldTellThatTheBeginningIsMissing() throws IOException {
        Path first = signer.file(receipt(1), receipt(2));
        signer.file(receipt(3), receipt(4));
        Files.delete(first);
        ReceiptFiles files = ReceiptFiles.read(List.of(directory));
        assertThat(files.notes()).singleElement().asString().contains("receipts of rh-1 before 3 are not here");
        assertThat(files.receipts().map(NumberedReceipt::isHeadless)).containsExactly(true, false);
    }

    @Test
    void shouldFindAFileThatIsMissingInTheMiddle() throws IOException {
        signer.file(receipt(1));
        Path second = signer.file(receipt(2));
        signer.file(receipt(3));
        Files.delete(second);
        assertThatThrownBy(() -> ReceiptFiles.read(List.of(directory))).isInstanceOf(ReceiptException.class)
                .hasMessageContaining("begins with receipt 3 and does not follow");
    }

    @Test
    void shouldFindEveryAlteredByte() throws IOException {
        Path file = signer.file(receipt(1), receipt(2));
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i += 7) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file, bad);
            assertThatThrownBy(() -> readWhole(file)).as("byte %d", i).isInstanceOf(ReceiptException.class);
        }
    }

    @Test
    void shouldFindALineThatWasTakenOutPutInOrMoved() throws IOException {
        Path file = signer.file(receipt(1), receipt(2), receipt(3));
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < 3; i++) {
            List<String> fewer = new ArrayList<>(lines);
            fewer.remove(i);
            assertBad(file, fewer);
            List<String> twice = new ArrayList<>(lines);
            twice.add(i, lines.get(i));
            assertBad(file, twice);
            List<String> swapped = new ArrayList<>(lines);
            Collections.swap(swapped, i, i + 1);
            assertBad(file, swapped);
        }
    }

    @Test
    void shouldNameTheFirstBadLine() throws IOException {
        Path file = signer.file(receipt(1), receipt(2), receipt(3));
        List<String> lines = Files.readAllLines(file);
        lines.set(2, lines.get(2).replace("\"confirmed\":20", "\"confirmed\":21"));
        Files.write(file, lines);
        assertThatThrownBy(() -> ReceiptFiles.read(List.of(file)))
                .hasMessage(file + ":3: is not signed by the node, or was altered");
    }

    @Test
    void shouldRefuseTheSignatureOfAnotherNode() throws IOException {
        SignedReceipts other = new SignedReceipts(directory.resolve("other"), "rh-1", RoleOid.REPAIR_HEAD);
        List<String> lines = new ArrayList<>(Files.readAllLines(signer.file(receipt(1))));
        lines.set(1, Files.readAllLines(other.file(receipt(1))).get(1));
        assertBad(directory.resolve("mixed.receipts"), lines);
    }

    @Test
    void shouldNotCountALineThatWasNotWrittenToItsEnd() throws IOException {
        Path file = signer.file(receipt(1), receipt(2));
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 40));
        ReceiptFiles files = ReceiptFiles.read(List.of(file));
        assertThat(files.receipts().map(NumberedReceipt::number)).containsExactly(1L);
        assertThat(files.notes()).singleElement().asString().contains("was not written to its end");
    }

    @Test
    void shouldRefuseWhomNoAnchorHasCertified() throws IOException {
        ReceiptFiles files = ReceiptFiles.read(List.of(signer.file(receipt(1))));
        SignedReceipts other = new SignedReceipts(directory.resolve("other"), "rh-1", RoleOid.REPAIR_HEAD);
        assertThatThrownBy(() -> files.checkAnchors(List.of(NodeCertificate.read("ca", other.anchorPem()))))
                .isInstanceOf(ReceiptException.class).hasMessageContaining("none of the anchors has certified rh-1");
    }

    @Test
    void shouldRefuseAReceiverThatSignsReceipts() throws IOException {
        SignedReceipts receiver = new SignedReceipts(directory.resolve("receiver"), "rh-1", RoleOid.RECEIVER);
        ReceiptFiles files = ReceiptFiles.read(List.of(receiver.file(receipt(1))));
        assertThatThrownBy(() -> files.checkAnchors(List.of(NodeCertificate.read("ca", receiver.anchorPem()))))
                .isInstanceOf(ReceiptException.class).hasMessageContaining("signed by a receiver");
    }

    private static void readWhole(Path file) {
        ReceiptFiles read = ReceiptFiles.read(List.of(file));
        if (!read.notes().isEmpty()) {
            throw new ReceiptException("torn, which is told");
        }
    }

    private static void assertBad(Path file, List<String> lines) throws IOException {
        Files.write(file, lines);
        assertThatThrownBy(() -> ReceiptFiles.read(List.of(file))).isInstanceOf(ReceiptException.class);
    }

    private static Receipt receipt(int minute) {
        ReceiptEntry child = new ReceiptEntry(-1, new Incarnation(1, minute), false, 1, 10L * minute - 10, 10L * minute,
                true, ChildLoss.TOO_SLOW);
        ReceiptEntry head = new ReceiptEntry(9, new Incarnation(-1, 2), true, 1, 5, 3, false, null);
        return new Receipt(PARENT, SignedReceipts.MADE.plus(Duration.ofMinutes(minute - 1)),
                SignedReceipts.MADE.plus(Duration.ofMinutes(minute)),
                new ReceiptBook(1, new Incarnation(7, -7), minute == 1, 100, List.of(child, head), minute),
                Map.of(-1, "receiver-1"));
    }
}
