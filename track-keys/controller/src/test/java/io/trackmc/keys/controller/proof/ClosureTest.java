package io.trackmc.keys.controller.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.log.KeyEdge;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogRecord;
import io.trackmc.proto.protect.KeyLayer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random logs in any order, against the plainest computation of the same. */
class ClosureTest {

    private static final int KEYS = 30;

    @Test
    void shouldFindWhatTheDefinitionSaysWhateverTheOrder() {
        int reachable = 0;
        for (int seed = 0; seed < 3000; seed++) {
            List<LogEntry> log = history(new Random(seed));
            Set<String> expected = byDefinition(log);
            Closure closure = new Closure("rh-1", 12);
            int readings = 0;
            do {
                closure.begin();
                for (int i = 0; i < log.size(); i++) {
                    closure.accept(i % 2 == 0 ? KeyLayer.TRANSPORT : KeyLayer.CONTENT,
                            new LogRecord(i + 1, 0, log.get(i)));
                }
                assertThat(++readings).as("seed %d", seed).isLessThan(40);
            } while (closure.needsAnotherReading());
            boolean content = expected.stream().anyMatch(key -> key.startsWith("C:"));
            assertThat(closure.keys()).as("seed %d", seed).isEqualTo(expected.size());
            assertThat(closure.firstContentKey() != null).as("seed %d", seed).isEqualTo(content);
            reachable += content ? 1 : 0;
        }
        assertThat(reachable).isBetween(300, 2700);
    }

    private static List<LogEntry> history(Random random) {
        List<LogEntry> log = new ArrayList<>();
        log.add(TwoAuthorities.member(2, "rh-1", "repair-head", "isp"));
        for (int i = 0; i < 25; i++) {
            long id = random.nextLong(2, 10);
            log.add(switch (random.nextInt(4)) {
                case 0 -> TwoAuthorities.member(id, "m-" + id, "receiver", id % 3 == 0 ? "isp" : "op-" + id);
                case 1 -> TwoAuthorities.release(id, key(random), key(random));
                case 2 -> new LogEntry.Rekey(1, 1, "scheduled", List.of(), TwoAuthorities.hash(1), edges(random),
                        edges(random));
                default -> new LogEntry.Wraps(1, edges(random), edges(random));
            });
        }
        return log;
    }

    private static List<KeyEdge> edges(Random random) {
        return random.ints(random.nextInt(3)).mapToObj(_ -> new KeyEdge(key(random), key(random))).toList();
    }

    private static String key(Random random) {
        int number = random.nextInt(KEYS);
        return (number < 4 ? "C:k@" : "T:k@") + number;
    }

    private static Set<String> byDefinition(List<LogEntry> log) {
        Set<Long> ids = new HashSet<>();
        for (LogEntry entry : log) {
            if (entry instanceof LogEntry.MemberAdmitted e && e.operator().equals("isp")) {
                ids.add(e.id());
            }
        }
        Set<String> held = new HashSet<>();
        int before;
        do {
            before = held.size();
            for (LogEntry entry : log) {
                switch (entry) {
                    case LogEntry.Release e when ids.contains(e.to()) -> held.addAll(e.keys());
                    case LogEntry.Rekey e -> {
                        follow(held, e.wraps());
                        follow(held, e.derives());
                    }
                    case LogEntry.Wraps e -> {
                        follow(held, e.wraps());
                        follow(held, e.derives());
                    }
                    default -> {
                        // gives nothing
                    }
                }
            }
        } while (held.size() > before);
        return held;
    }

    private static void follow(Set<String> held, List<KeyEdge> edges) {
        edges.stream().filter(edge -> held.contains(edge.from())).forEach(edge -> held.add(edge.gives()));
    }
}
