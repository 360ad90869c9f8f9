package io.trackmc.proto.scenario;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.testing.Effects;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A world in which one node is watched: what it reports, sends, delivers and drops between two looks. */
final class Stage {

    /** Types that a node sends by the clock; they would drown the rest. */
    private static final Pattern LAST_NUMBER = Pattern.compile("(.* )(\\d+)");

    private static final Set<String> ROUTINE = Set.of("HEARTBEAT", "ADVERTISE", "NULL_DATA", "TRACK");

    final World world;
    final Session session;
    private final int watched;
    private final Function<Node, String> state;
    private final Effects effects = new Effects();
    private int eventsSeen;
    private int deliveredSeen;

    /** @param state how the state of the watched node is read */
    Stage(World world, int watched, Function<Node, String> state) {
        this.world = world;
        this.session = new Session(world);
        this.watched = watched;
        this.state = state;
    }

    Stage run(long ms) {
        world.run(ms * Session.MS);
        return this;
    }

    /** Runs without a look, in preparation. */
    Stage with(Runnable preparation) {
        preparation.run();
        return this;
    }

    Node watched() {
        return world.node(watched);
    }

    /** State and effects since the last look. */
    List<String> look() {
        List<String> lines = new ArrayList<>();
        lines.add(state.apply(watched()));
        lines.addAll(reports());
        lines.addAll(packets());
        if (watched().delivered().size() > deliveredSeen) {
            lines.add("delivers " + (watched().delivered().size() - deliveredSeen) + " messages");
            deliveredSeen = watched().delivered().size();
        }
        lines.addAll(effects.drops(watched().engine().counters()));
        return lines;
    }

    private List<String> reports() {
        List<EngineEvent> events = watched().events();
        List<String> lines = events.subList(eventsSeen, events.size()).stream().map(Stage::text).toList();
        eventsSeen = events.size();
        return lines;
    }

    private static String text(EngineEvent event) {
        return "reports " + event.toString().replaceAll("Incarnation\\[[^]]*]", "run");
    }

    private List<String> packets() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Sent packet : world.sent()) {
            if (packet.from() == watched && !ROUTINE.contains(packet.type().name())) {
                counts.merge(packet.toString(), 1, Integer::sum);
            }
        }
        world.forgetSent();
        List<String> lines = counts.entrySet().stream().map(e -> "sends " + e.getKey() + times(e.getValue())).toList();
        return withRunsFolded(lines);
    }

    /** Lines that differ only in a last number, each one higher than the one before, as one line. */
    private static List<String> withRunsFolded(List<String> lines) {
        List<String> folded = new ArrayList<>();
        for (int i = 0; i < lines.size();) {
            Matcher first = LAST_NUMBER.matcher(lines.get(i));
            int end = i + 1;
            if (first.matches()) {
                long number = Long.parseLong(first.group(2));
                while (end < lines.size() && lines.get(end).equals(first.group(1) + (number + end - i))) {
                    end++;
                }
            }
            folded.add(lines.get(i) + (end == i + 1 ? "" : " to " + (Long.parseLong(first.group(2)) + end - 1 - i)));
            i = end;
        }
        return folded;
    }

    private static String times(int count) {
        return count == 1 ? "" : ", " + count + " times";
    }
}
