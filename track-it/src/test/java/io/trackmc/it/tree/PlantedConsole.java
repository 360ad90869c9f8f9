package io.trackmc.it.tree;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.drill.BadOrderException;
import io.trackmc.net.drill.DrillConsole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Drills that nobody runs, each step of which is taken at once. */
final class PlantedConsole implements DrillConsole {

    private static final String KEY = "00112233445566778899aabbccddeeff";

    private final List<String> wanted = new ArrayList<>();
    private String phase = "idle";
    private String refusal = "";
    private String line = "5.0 s kill rh-1";

    @Override
    public synchronized String look() {
        boolean runs = phase.equals("running");
        JsonText out = new JsonText().objects("drills", List.of("kill-rh", "gc-pause"),
                (text, name) -> text.field("name", name)
                        .field("purpose", "A repair head dies: its children go to their backups and lose nothing")
                        .field("whyNot", name.equals("gc-pause") ? "it hits others" : ""));
        out.field("phase", phase).field("drill", phase.equals("idle") ? "" : "kill-rh").field("seed", 1);
        out.object("plan", text -> text.field("id", "plan-1")
                .texts("lines", List.of("    5.0 s  kill rh-1", "    6.0 s  end of kill rh-1: systemctl start rh-1")
                        .stream().map(each -> each.replace("  ", " ").strip()).toList())
                .texts("hits", List.of("rh-1", "rh-2")));
        out.objects("active", runs ? List.of("rh-1 kill", "receiver-2-1 pause") : List.of(),
                (text, each) -> text.field("node", each.split(" ", -1)[0]).field("what", each.split(" ", -1)[1]));
        out.objects("lines", runs ? List.of(line) : List.of(),
                (text, each) -> text.field("at", System.currentTimeMillis() - 30_000).field("text", each));
        boolean over = phase.equals("over");
        return out.field("verdict", over ? "Every promise was held." : "")
                .field("report", over ? "drills/report/" + KEY : "").oneLine();
    }

    @Override
    public synchronized String order(String word, Map<String, List<String>> parameters) {
        if (!refusal.isEmpty()) {
            throw new BadOrderException(refusal);
        }
        wanted.add(word + " " + new TreeMap<>(parameters));
        phase = switch (word) {
            case "plan" -> "planned";
            case "start" -> "running";
            default -> "over";
        };
        return look();
    }

    @Override
    public @Nullable String report(String key) {
        return key.equals(KEY) ? "<!doctype html><html><head><title>report</title><style>h1 { color: rgb(1, 2, 3); }"
                + "</style></head><body><h1>kill-rh</h1><script>window.hit = 1</script></body></html>" : null;
    }

    synchronized void is(String now) {
        phase = now;
    }

    synchronized void refuses(String why) {
        refusal = why;
    }

    synchronized void hostile(String text) {
        line = text;
    }

    synchronized List<String> wanted() {
        return List.copyOf(wanted);
    }
}
