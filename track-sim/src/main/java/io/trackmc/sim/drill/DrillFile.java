package io.trackmc.sim.drill;

import io.trackmc.keys.transport.file.HoconText;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.file.StrictObject;
import io.trackmc.sim.tree.Topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads drills from HOCON; docs/drills.md explains the keys. Strict: every key is known, every value of its type and in its range. */
public final class DrillFile {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}");
    private static final Pattern TEXT = Pattern.compile(".{1,300}");
    private static final int MOST_RECEIVERS = 100_000;
    private static final int MOST_REPAIR_HEADS = 10_000;
    private static final int MOST_LEVELS = 5;
    private static final int MOST_MESSAGES = 1_000_000;
    private static final int LARGEST_MESSAGE = 60_000;
    private static final int SMALLEST_MESSAGE = 16;
    private static final int MOST_STEPS = 1_000;
    private static final long MS = 1_000_000;
    private static final String WITH_KEYS = "that only in a drill with an object \"keys\"";

    private DrillFile() {}

    /**
     * Reads a file.
     *
     * @throws DrillFileException with one line that names file, line, key, what was found and what is allowed
     */
    public static Drill read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new DrillFileException(file + ": cannot be read: " + SecureFiles.reason(e));
        }
    }

    /** Reads what stands in a file of that name. */
    public static Drill parse(String file, String text) {
        StrictObject root = new StrictObject(file, HoconText.parse(file, text, DrillFileException::new).root(),
                DrillFileException::new);
        StrictObject in = root.object("drill");
        root.end();
        String name = in.string("name", NAME, "small letters, digits and hyphens");
        String purpose = in.string("purpose", TEXT, "one sentence");
        boolean live = in.has("live") && in.bool("live");
        DrillGroup group = group(in.object("group"));
        DrillTiming timing = timing(in.object("timing"));
        StrictObject keyBlock = in.objectIfPresent("keys");
        DrillKeys keys = keyBlock == null ? null : keys(keyBlock);
        DrillTree tree = new DrillTree(group);
        List<Step> steps = new ArrayList<>();
        for (StrictObject step : in.objects("faults")) {
            steps.add(step(step, tree, keys));
        }
        Drill drill = new Drill(name, purpose, live, group, timing, keys, steps,
                promises(in.object("promises"), keys));
        checkKeys(in, drill);
        checkTimes(in, drill, tree);
        in.end();
        return drill;
    }

    private static DrillGroup group(StrictObject in) {
        int receivers = DrillValues.integer(in, "receivers", 1, MOST_RECEIVERS);
        List<Integer> repairHeads = in.integers("repair-heads", 1, MOST_REPAIR_HEADS);
        if (repairHeads.isEmpty() || repairHeads.size() > MOST_LEVELS) {
            throw in.wrong("repair-heads", repairHeads.size() + " numbers",
                    "1 to " + MOST_LEVELS + ", one for each level");
        }
        int backups = DrillValues.integer(in, "backups", 0, 16, 8);
        boolean keysInAdvance = !in.has("keys-in-advance") || in.bool("keys-in-advance");
        double loss = DrillValues.share(in, "loss", 0);
        double dataLoss = DrillValues.share(in, "data-loss", 0);
        int rate = DrillValues.integer(in, "messages-per-second", 1, 100_000);
        int bytes = DrillValues.integer(in, "message-bytes", SMALLEST_MESSAGE, LARGEST_MESSAGE);
        int seconds = DrillValues.integer(in, "seconds", 1, MOST_MESSAGES / rate);
        int window = DrillValues.integer(in, "window-packets", 64, 1 << 16, 2_048);
        if (Integer.bitCount(window) != 1) {
            throw in.wrong("window-packets", String.valueOf(window), "a power of two from 64 to 65536");
        }
        int maxChildren = DrillValues.integer(in, "max-children", 1, 4_096, 64);
        in.end();
        return new DrillGroup(receivers, repairHeads, backups, keysInAdvance, loss, dataLoss, rate, bytes, seconds,
                window, maxChildren);
    }

    private static DrillTiming timing(StrictObject in) {
        DrillTiming timing = new DrillTiming(
                DrillValues.nanos(in, "heartbeat", 50 * MS),
                DrillValues.integer(in, "parent-misses", 2, 1_000, 10),
                DrillValues.nanos(in, "track", 5 * MS),
                DrillValues.nanos(in, "receiver-silence", 600 * MS),
                DrillValues.nanos(in, "repair-head-silence", 1_200 * MS));
        in.end();
        return timing;
    }

    private static DrillKeys keys(StrictObject in) {
        DrillKeys keys = new DrillKeys(
                DrillValues.nanos(in, "rekey-every", 0),
                DrillValues.nanos(in, "not-before", 0),
                DrillValues.nanos(in, "hard", 10_000 * MS),
                DrillValues.nanos(in, "overlap", 2_000 * MS),
                in.has("join") && in.bool("join"));
        in.end();
        return keys;
    }

    private static Step step(StrictObject in, DrillTree tree, @Nullable DrillKeys keys) {
        long atNs = DrillValues.nanos(in, "at");
        Verb verb = verb(in);
        Selector who = selector(in, verb.word(), tree);
        checkTarget(in, verb, who, tree, keys);
        boolean lasts = verb.duration() == Verb.Duration.NEEDED
                || (verb.duration() == Verb.Duration.OPTIONAL && in.has("for"));
        long forNs = lasts ? DrillValues.nanos(in, "for") : 0;
        long everyNs = verb == Verb.PARTITION ? 0 : DrillValues.nanos(in, "every", 0);
        int rounds = everyNs > 0 ? DrillValues.integer(in, "rounds", 1, 1_000, 1) : 1;
        Extent extent = DrillValues.extent(in, verb);
        in.end();
        return new Step(atNs, verb, who, forNs, everyNs, rounds, extent);
    }

    private static Verb verb(StrictObject in) {
        List<Verb> found = Arrays.stream(Verb.values()).filter(verb -> in.has(verb.word())).toList();
        if (found.size() != 1) {
            String words = Arrays.stream(Verb.values()).map(Verb::word).collect(Collectors.joining(", "));
            throw in.wrong("at", found.isEmpty() ? "no fault beside it" : found.size() + " faults beside it",
                    "one of " + words);
        }
        return found.getFirst();
    }

    private static Selector selector(StrictObject in, String key, DrillTree tree) {
        String text = in.string(key);
        Selector selector = SelectorText.parse(text);
        if (selector == null) {
            throw in.wrong(key, "\"" + text + "\"", SelectorText.ALLOWED);
        }
        String missing = SelectorText.missing(selector, tree);
        if (missing != null) {
            throw in.wrong(key, "\"" + missing + "\"", "a node of this group, up to " + tree.names().getLast());
        }
        if (selector.count(tree) == 0) {
            throw in.wrong(key, "\"" + text + "\", which is nobody", "a selector of at least one node");
        }
        return selector;
    }

    private static void checkTarget(StrictObject in, Verb verb, Selector who, DrillTree tree,
            @Nullable DrillKeys keys) {
        for (int node : who.select(tree, new SplittableRandom(0))) {
            String found = "\"" + tree.name(node) + "\"";
            if (!verb.target().allows(tree, node)) {
                throw in.wrong(verb.word(), found, verb.target().allowed());
            }
            if (keys == null && (tree.isAuthority(node) || verb.isOfKeys())) {
                throw in.wrong(verb.word(), found, WITH_KEYS);
            }
            if (keys != null && node == Topology.SENDER && verb != Verb.PARTITION) {
                throw in.wrong(verb.word(), found, "another node: in a drill with keys the sender can only be cut off");
            }
        }
    }

    /** Who must first ask for the keys of a backup cannot follow rekeys with them. */
    private static void checkKeys(StrictObject in, Drill drill) {
        if (drill.keys() != null && !drill.group().keysInAdvance()) {
            throw in.wrong("group", "keys-in-advance = false beside keys", "true, or no keys");
        }
    }

    private static List<PromisedLimit> promises(StrictObject in, @Nullable DrillKeys keys) {
        List<PromisedLimit> promises = new ArrayList<>();
        for (Promise promise : Promise.values()) {
            if (in.has(promise.text())) {
                if (promise.isOfKeys() && keys == null) {
                    throw in.wrong(promise.text(), "a promise about keys", WITH_KEYS);
                }
                promises.add(DrillValues.limit(in, promise.text(), promise));
            }
        }
        in.end();
        if (promises.isEmpty()) {
            throw in.wrong("promises", "none", "at least one of " + Arrays.stream(Promise.values()).map(Promise::text)
                    .collect(Collectors.joining(", ")));
        }
        return promises;
    }

    /** The source must outlast the faults, or nobody would see what came of them. */
    private static void checkTimes(StrictObject in, Drill drill, DrillTree tree) {
        if (drill.steps().size() > MOST_STEPS || drill.steps().isEmpty()) {
            throw in.wrong("faults", drill.steps().size() + " faults", "1 to " + MOST_STEPS);
        }
        long lastNs = drill.lastFaultNs();
        if (drill.healedNs(tree) > lastNs) {
            throw in.wrong("faults", "one that ends " + drill.healedNs(tree) / MS + " ms after the source began",
                    "faults that end by " + lastNs / MS + " ms: two detection times before the source does");
        }
    }
}
