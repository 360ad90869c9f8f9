package io.trackmc.keys.controller.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MerkleTest {

    private final Merkle merkle = new Merkle();

    @Test
    void shouldGiveTheRootsThatCertificateTransparencyPublishes() {
        // Test vectors of the reference implementation of Certificate Transparency.
        String[] leaves = {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
            "606162636465666768696a6b6c6d6e6f"};
        String[] roots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
        MerkleFrontier tree = new MerkleFrontier();
        assertThat(hex(tree.root())).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        for (int i = 0; i < leaves.length; i++) {
            byte[] before = tree.root();
            byte[] leaf = HexFormat.of().parseHex(leaves[i]);
            tree.addLine(leaf, leaf.length);
            assertThat(hex(tree.root())).isEqualTo(roots[i]);
            assertThat(tree.rootBeforeLast()).isEqualTo(before);
        }
    }

    @Test
    void shouldProveThatEachSizeBeginsWithEachSmallerOne() {
        List<byte[]> lines = lines(40);
        for (int now = 1; now <= lines.size(); now++) {
            for (int old = 1; old <= now; old++) {
                ConsistencyProof proof = proof(lines, old, now);
                assertThat(proof.holds(old, root(lines, old), now, root(lines, now))).as("%d in %d", old, now)
                        .isTrue();
            }
        }
    }

    @Test
    void shouldNotProveWhatIsNotSo() {
        List<byte[]> lines = lines(40);
        Random random = new Random(3);
        for (int round = 0; round < 2000; round++) {
            int now = 2 + random.nextInt(39);
            int old = 1 + random.nextInt(now - 1);
            List<byte[]> other = new ArrayList<>(lines);
            other.set(random.nextInt(old), "altered".getBytes(StandardCharsets.US_ASCII));
            byte[] oldRoot = root(lines, old);
            assertThat(proof(other, old, now).holds(old, oldRoot, now, root(other, now))).isFalse();

            ConsistencyProof proof = proof(lines, old, now);
            assertThat(proof.holds(old, root(other, old), now, root(lines, now))).isFalse();
            List<byte[]> shorter = proof.hashes().subList(1, proof.hashes().size());
            assertThat(new ConsistencyProof(shorter).holds(old, oldRoot, now, root(lines, now))).isFalse();
        }
    }

    private byte[] root(List<byte[]> lines, int size) {
        return reference(lines.subList(0, size));
    }

    /** MTH of RFC 6962 as it stands there. */
    private byte[] reference(List<byte[]> lines) {
        if (lines.size() == 1) {
            return merkle.leaf(lines.getFirst(), lines.getFirst().length);
        }
        int split = Integer.highestOneBit(lines.size() - 1);
        return merkle.inner(reference(lines.subList(0, split)), reference(lines.subList(split, lines.size())));
    }

    private static ConsistencyProof proof(List<byte[]> lines, int old, int now) {
        ConsistencyProof.Builder builder = new ConsistencyProof.Builder(old, now);
        lines.subList(0, now).forEach(line -> builder.addLine(line, line.length));
        return builder.build();
    }

    private static List<byte[]> lines(int count) {
        return new Random(2).ints(count).mapToObj(i -> Integer.toString(i).getBytes(StandardCharsets.US_ASCII))
                .toList();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
