package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.KeyEdge;
import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.proof.HeadExchange;
import io.trackmc.keys.controller.proof.NonPossession;
import io.trackmc.keys.controller.proof.ProofException;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A group in which nodes come, go, come back and are expelled: what the logs say of it, and what can be proved of it. */
@Timeout(180)
class LifeTest {

    private static final int EVENTS = 24;
    private static final List<String> RECEIVERS = List.of("receiver-1", "receiver-2", "receiver-3", "receiver-4");

    @TempDir
    private Path temporary;

    private final Random random = new Random(5);
    private final Set<String> gone = new HashSet<>();
    private final Set<String> expelled = new HashSet<>();

    @Test
    void shouldNameEachKeyInTheLogsSoThatMembersReachTheNewestEpochAndOthersDoNot() throws IOException {
        try (TestDeployment deployment = new TestDeployment(temporary.resolve("d"))) {
            for (KeyLayer layer : KeyLayer.values()) {
                gone.clear();
                expelled.clear();
                live(deployment, layer);
                long newest = checkClosures(deployment, layer);
                assertThat(newest).as("epochs of %s", layer).isGreaterThan(EVENTS / 3);
            }
            prove(deployment);
        }
    }

    private void live(TestDeployment deployment, KeyLayer layer) throws IOException {
        Authority authority = deployment.open(layer);
        for (int i = 0; i < EVENTS; i++) {
            String node = RECEIVERS.get(random.nextInt(RECEIVERS.size()));
            if (gone.contains(node) || random.nextInt(3) == 0) {
                Answer joined = deployment.join(authority, layer, node);
                assertThat(joined).as(node)
                        .isInstanceOf(expelled.contains(node) ? Answer.Refused.class : Answer.Joined.class);
                if (!expelled.contains(node)) {
                    gone.remove(node);
                }
            } else if (i == EVENTS / 2) {
                authority.expel(node, "test");
                gone.add(node);
                expelled.add(node);
            } else if (i == EVENTS / 3) {
                authority.compromised("rh-1");
            } else if (i % 7 == 6) {
                authority.close();
                authority = deployment.open(layer);
            } else {
                deployment.ask(authority, layer, node, new Ask.Leave(TestDeployment.GROUP));
                gone.add(node);
            }
        }
        if (layer == KeyLayer.TRANSPORT) {
            authority.expel("rh-2", "test");
            gone.add("rh-2");
        }
        authority.expel(RECEIVERS.stream().filter(r -> !gone.contains(r)).findFirst().orElse("receiver-1"), "test");
        authority.close();
    }

    /** Follows each node's keys through the log by name alone. Returns the newest epoch. */
    private long checkClosures(TestDeployment deployment, KeyLayer layer) {
        List<LogEntry> log = deployment.entries(layer);
        long newest = log.stream().filter(LogEntry.Epoch.class::isInstance).mapToLong(e -> ((LogEntry.Epoch) e).epoch())
                .max().orElseThrow();
        List<String> nodes = new ArrayList<>(RECEIVERS);
        nodes.add("sender");
        for (String node : nodes) {
            long id = deployment.node(node).id();
            Set<String> held = new HashSet<>();
            boolean in = true;
            boolean wasGone = false;
            long last = 1;
            for (LogEntry entry : log) {
                switch (entry) {
                    case LogEntry.Release e when e.to() == id -> held.addAll(e.keys());
                    case LogEntry.MemberAdmitted e when e.id() == id -> in = true;
                    case LogEntry.Left e when e.id() == id -> in = false;
                    case LogEntry.Expelled e when e.id() == id -> {
                        in = false;
                        wasGone = true;
                    }
                    case LogEntry.Rekey e -> {
                        follow(held, e.wraps(), e.derives());
                        boolean reaches = held.contains(KeyName.epoch(layer, e.epoch()));
                        assertThat(reaches).as("%s at %s rekey %d", node, layer, e.sequence()).isEqualTo(in);
                        last = in ? e.epoch() : last;
                    }
                    default -> {
                        // gives nobody a key
                    }
                }
            }
            assertThat(wasGone || !in || last == newest).as(node).isTrue();
        }
        return newest;
    }

    private static void follow(Set<String> held, List<KeyEdge> wraps, List<KeyEdge> derives) {
        List<KeyEdge> edges = new ArrayList<>(wraps);
        edges.addAll(derives);
        boolean more = true;
        while (more) {
            more = false;
            for (KeyEdge edge : edges) {
                more |= held.contains(edge.from()) && held.add(edge.gives());
            }
        }
    }

    private void prove(TestDeployment deployment) {
        KeyPair transportKeys = deployment.authorities.signingKey(KeyLayer.TRANSPORT, _ -> {});
        KeyPair contentKeys = deployment.authorities.signingKey(KeyLayer.CONTENT, _ -> {});
        Path transport = deployment.authorities.log(KeyLayer.TRANSPORT);
        Path content = deployment.authorities.log(KeyLayer.CONTENT);
        try (AuditLog first = AuditLog.open(transport, InstantSource.system(), _ -> {}, _ -> {});
                AuditLog second = AuditLog.open(content, InstantSource.system(), _ -> {}, _ -> {})) {
            HeadExchange.both(transport, first, transportKeys, content, second, contentKeys,
                    deployment.authorities.gid(KeyLayer.TRANSPORT));
        }
        Path out = temporary.resolve("statement");
        NonPossession.Statement statement = NonPossession.prove(transport, content, "rh-1",
                List.of(transportKeys, contentKeys), out);
        assertThat(statement.epochs()).isGreaterThan(EVENTS / 3);
        assertThat(NonPossession.verify(out).epochs()).isEqualTo(statement.epochs());
        assertThatThrownBy(() -> NonPossession.prove(transport, content, "receiver-1",
                List.of(transportKeys, contentKeys), temporary.resolve("no")))
                .isInstanceOf(ProofException.class);
    }
}
