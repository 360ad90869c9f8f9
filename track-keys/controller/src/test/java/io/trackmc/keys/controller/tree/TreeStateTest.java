package io.trackmc.keys.controller.tree;

import static io.trackmc.keys.controller.tree.TestTerms.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.store.StoreFiles;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.key.SecretAccess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An authority that stops and goes on makes the same next rekey, byte for byte, from the same randomness. */
class TreeStateTest {

    private static final long GID = 5;

    private final SecretAccess access = InsecureSecretAccess.get();
    private final SeededSecureRandom random = new SeededSecureRandom(3);

    @Test
    void aTransportControllerGoesOnWhereItStopped() {
        TransportTree tree = transport();
        tree.expel(3);
        tree.rekey(terms(), null);
        byte[] state = encode(tree);
        TransportTree again = decodeTransport(state.clone(), new SeededSecureRandom(8));
        assertThat(encode(again)).isEqualTo(state);
        TransportTree third = decodeTransport(state.clone(), new SeededSecureRandom(8));
        assertThat(next(again)).isEqualTo(next(third));
        assertThat(again.grant(11).keys()).hasSameSizeAs(third.grant(11).keys());
    }

    @Test
    void aContentAuthorityGoesOnWhereItStopped() {
        ContentTree tree = content();
        tree.expel(11);
        tree.rekey(terms(), null);
        byte[] state = encode(tree);
        ContentTree again = decodeContent(state.clone(), new SeededSecureRandom(8));
        assertThat(again.epoch().key()).isEqualTo(tree.epoch().key());
        assertThat(again.contains(11)).isFalse();
        TestMember<?, ?> member = TestMember.content(tree, 10);
        again.leave(12);
        member.follow(again.rekey(terms(), null));
        assertThat(member.key).isEqualTo(again.epoch().key());
    }

    @Test
    void aStateWithPendingEventsIsNotWritten() {
        ContentTree tree = content();
        tree.leave(11);
        assertThatIllegalStateException().isThrownBy(() -> encode(tree))
                .withMessageContaining("rekey");
    }

    @Test
    void whatIsDamagedCutOrOfTheOtherLayerIsRefused() {
        byte[] state = encode(content());
        byte[] flipped = state.clone();
        flipped[flipped.length / 2] ^= 1;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decodeContent(flipped, random)).withMessageContaining("damaged");
        byte[] cut = Arrays.copyOf(state, state.length - 1);
        assertThatIllegalArgumentException().isThrownBy(() -> decodeContent(cut, random));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decodeTransport(state.clone(), random))
                .withMessageContaining("another layer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decodeContent(new byte[3], random));
    }

    @Test
    void theFileIsOpenedAgain(@TempDir Path directory) {
        StoreFiles store = new StoreFiles(directory.resolve("store.p12"), directory.resolve("store.password"));
        ContentTree tree = content();
        try (AuthorityStateFile file = new AuthorityStateFile(directory.resolve(AuthorityStateFile.NAME),
                store.create(random))) {
            file.write(tree);
            assertThat(file.openContent(random, _ -> {}).size()).isEqualTo(tree.size());
            assertThatThrownBy(() -> file.openTransport(random, _ -> {}))
                    .isInstanceOf(KeyFileException.class).hasMessageContaining(AuthorityStateFile.NAME);
        }
    }

    private byte[] encode(AuthorityTree tree) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (tree) {
            case TransportTree transport -> TreeState.write(transport, out, access);
            case ContentTree content -> TreeState.write(content, out, access);
        }
        return out.toByteArray();
    }

    private TransportTree decodeTransport(byte[] state, SecureRandom from) {
        return TreeState.readTransport(new ByteArrayInputStream(state), state.length, from, access);
    }

    private ContentTree decodeContent(byte[] state, SecureRandom from) {
        return TreeState.readContent(new ByteArrayInputStream(state), state.length, from, access);
    }

    private static byte[] next(TransportTree tree) {
        tree.join(30, 1);
        tree.leave(10);
        Rekey rekey = tree.rekey(terms(), null);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(rekey.header());
        for (int part = 1; part <= rekey.chunkCount(); part++) {
            all.writeBytes(rekey.chunk(part));
        }
        return all.toByteArray();
    }

    private ContentTree content() {
        ContentTree tree = ContentTree.create(GID, RekeySigner.generate(random), random);
        tree.join(1, 0);
        tree.addRegion(1, 0);
        for (int id = 10; id < 20; id++) {
            tree.join(id, 1);
        }
        tree.settle();
        return tree;
    }

    private TransportTree transport() {
        TransportTree tree = TransportTree.create(GID, RekeySigner.generate(random), random);
        tree.joinHead(1, 0, 0);
        tree.joinHead(2, 1, 0, 0);
        tree.joinHead(3, 2, 0, 0);
        tree.join(10, 1, 2);
        tree.join(11, 2, 1);
        tree.settle();
        return tree;
    }
}
