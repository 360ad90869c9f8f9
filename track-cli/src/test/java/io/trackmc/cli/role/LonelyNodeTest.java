package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.net.node.LonelyNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node says that finds nobody. */
class LonelyNodeTest {

    private static final long BEGIN_NS = Long.sum(Long.MAX_VALUE, -5); // the clock overflows meanwhile
    private static final long LATER_NS = BEGIN_NS + LonelyNode.PATIENCE_NS;

    @TempDir
    Path directory;

    private LonelyNode node;

    @BeforeEach
    void deploy() throws IOException {
        NodeConfig config = NodeConfigFile.read(Group.create(directory.resolve("group"), 1, 0).config("receiver-1"));
        node = new LonelyNode(config, BEGIN_NS);
    }

    @Test
    void shouldNameStrangersOnceAndOnlyAfterAWhile() {
        Map<String, Long> drops = Map.of("unknown_spi", 40L, "wrong_incarnation", 2L, "duplicate", 7L);
        assertThat(node.look(LATER_NS - 1, true, () -> drops)).isNull();
        assertThat(node.look(LATER_NS, true, () -> drops))
                .contains("(unknown_spi 40, wrong_incarnation 2)").contains("Compare group.address and group.port");
        assertThat(node.look(LATER_NS + LonelyNode.PATIENCE_NS, true, () -> drops)).isNull();
    }

    @Test
    void shouldSayNothingWhileItHasCompanyOrNothingArrives() {
        assertThat(node.look(LATER_NS, false, () -> Map.of("bad_icv", 40L))).isNull();
        assertThat(node.look(LATER_NS + LonelyNode.PATIENCE_NS, true, () -> Map.of("bad_icv", 9L))).isNull();
    }

    @Test
    void shouldNotTakeItsOwnGroupForAnother() {
        Map<String, Long> drops = Map.of("wrong_incarnation", 1026L, "unknown_origin", 353L);
        assertThat(node.look(LATER_NS, true, () -> drops)).isNull();
    }

    @Test
    void shouldNameTheDatagramSizeAlsoInCompany() {
        assertThat(node.look(LATER_NS, false, () -> Map.of("too_long", 12L)))
                .contains("too_long 12").contains("compare net.datagram-bytes, here 1408,");
    }
}
