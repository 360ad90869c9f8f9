package io.trackmc.keys.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.bundle.NodeRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeFileTest {

    private static final String NAME = "tree.conf";

    @TempDir
    private Path temporary;

    @Test
    void shouldReadATree() throws IOException {
        Path file = Files.writeString(temporary.resolve(NAME), """
                # two levels
                nodes {
                  sender { address = "10.0.0.1:6000" }
                  rh-1 { role = repair-head, parent = sender, address = "10.0.0.2" }
                  rh-2 { role = repair-head, parent = rh-1, backups = [] }
                  receiver-1 { parent = rh-2, backups = [rh-1, sender] }
                }
                """);

        assertThat(TreeFile.read(file)).containsExactly(
                new NodeSpec("sender", NodeRole.SENDER, null, null, "10.0.0.1:6000"),
                new NodeSpec("rh-1", NodeRole.REPAIR_HEAD, "sender", null, "10.0.0.2"),
                new NodeSpec("rh-2", NodeRole.REPAIR_HEAD, "rh-1", List.of(), null),
                new NodeSpec("receiver-1", NodeRole.RECEIVER, "rh-2", List.of("rh-1", "sender"), null));
    }

    @Test
    void shouldAddTheSenderWhenItIsNotNamed() {
        assertThat(TreeFile.parse(NAME, "nodes { receiver-1 { parent = sender } }"))
                .containsExactly(NodeSpec.sender(), NodeSpec.under("sender", "receiver-1", NodeRole.RECEIVER));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "nodes {; a { parent = b }; b { parent = sender } } "
                + "| tree.conf:2: key \"nodes.a.parent\": found \"b\", a receiver, allowed: sender",
        "nodes {; a { parent = nobody } } "
                + "| tree.conf:2: key \"nodes.a.parent\": found \"nobody\", which is not in the tree, allowed: sender",
        "nodes {; a {}; } | tree.conf:2: key \"nodes.a.parent\" is missing, allowed: a text",
        "nodes {; a { role = repair-head, parent = b }; b { role = repair-head, parent = a } } "
                + "| tree.conf:2: key \"nodes.a.parent\": found \"b\", which closes a loop, allowed: a parent that is not below it",
        "nodes {; a { role = repair-head, parent = a } } | tree.conf:2: key \"nodes.a.parent\": found \"a\", which closes",
        "nodes {; a { role = repair-head, parent = sender, backups = [b] };; b { role = repair-head, parent = a } } "
                + "| tree.conf:2: key \"nodes.a.backups\": found \"b\", which is below it",
        "nodes {; a { parent = sender, backups = [sender] } } | key \"nodes.a.backups\": found \"sender\", allowed: each once",
        "nodes {; a { parent = sender, backups = [x] } } | key \"nodes.a.backups\": found \"x\", which is not in the tree",
        "nodes {; a { parent = sender, backups = sender } } | key \"nodes.a.backups\": found a text, allowed: a list",
        "nodes {; a { parent = sender, backups = [{}] } } | key \"nodes.a.backups[0]\": found an object, allowed: a text",
        "nodes {; a { parent = sender };; a { parent = sender } } "
                + "| tree.conf:4: key \"nodes.a\": found a second block of that name, allowed: one block for each node",
        "nodes {;; a { partent = sender } } | tree.conf:3: key \"nodes.a.parent\" is missing",
        "nodes {;; a { parent = sender, adress = x } } | tree.conf:3: unknown key \"nodes.a.adress\", nearest is \"address\"",
        "nodes {; a { parent = sender, role = rh } } | found \"rh\", allowed: sender, repair-head, receiver",
        "nodes {; a { parent = sender, role = sender } } | tree.conf:2: key \"nodes.a.role\": found sender, allowed: sender for",
        "nodes {; sender { parent = sender } } | key \"nodes.sender.parent\": found \"sender\", allowed: none for the sender",
        "nodes {; sender { role = receiver, parent = sender } } | key \"nodes.sender.role\": found receiver",
        "nodes {; a { parent = sender, tenant = x } } "
                + "| tree.conf:2: key \"nodes.a.tenant\": found \"x\", allowed: none: only of a repair head",
        "nodes {; sender { tenant = x } } | key \"nodes.sender.tenant\": found \"x\", allowed: none: only of a repair head",
        "nodes {; a { role = repair-head, parent = sender, tenant = x };; b { role = repair-head, parent = a, tenant = y } } "
                + "| tree.conf:4: key \"nodes.b.tenant\": found \"y\", allowed: \"x\", as above it",
        "nodes {; a { role = repair-head, parent = sender, tenant = \"a b\" } } | key \"nodes.a.tenant\": found \"a b\", allowed: 1 to 63",
        "nodes {; a { parent = 7 } } | key \"nodes.a.parent\": found the number 7, allowed: a text",
        "nodes {; a { parent = sender, address = \"a b\" } } | key \"nodes.a.address\": found \"a b\", allowed: host",
        "nodes {; \"a/b\" { parent = sender } } | tree.conf:2: key \"nodes.a/b\": found that name, allowed: 1 to 63 letters",
        "nodes {; a = 5 } | tree.conf:2: key \"nodes.a\": found the number 5, allowed: an object",
        "nodes = [] | tree.conf:1: key \"nodes\": found a list, allowed: an object",
        "node { } | key \"nodes\" is missing",
        "nodes { }; extra = 1 | tree.conf:2: unknown key \"extra\", allowed: nodes",
        "nodes {; a { parent = [ } } | tree.conf:2: not HOCON, allowed",
        "nodes {; a { parent = ${x} } } | tree.conf:2: not HOCON, allowed"})
    void shouldNameFileLineKeyFoundAndAllowed(String text, String message) {
        assertThatThrownBy(() -> TreeFile.parse(NAME, text.replace(";", "\n")))
                .isInstanceOf(DeploymentException.class).hasMessageContaining(message).hasMessageNotContaining("\n");
    }

    @Test
    void shouldTellNothingOfAPrivateKeyThatWasNamedInstead() {
        assertThatThrownBy(() -> TreeFile.parse(NAME, "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n"))
                .isInstanceOf(DeploymentException.class).hasNoCause()
                .hasMessage("tree.conf:2: not HOCON, allowed: key = value, and blocks in braces");
    }

    @Test
    void shouldSayWhenTheFileIsMissing() {
        assertThatThrownBy(() -> TreeFile.read(temporary.resolve("none.conf")))
                .isInstanceOf(DeploymentException.class).hasMessageEndingWith("cannot be read: no such file");
    }
}
