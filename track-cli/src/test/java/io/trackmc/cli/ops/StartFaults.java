package io.trackmc.cli.ops;

import io.trackmc.cli.CliFixture;
import io.trackmc.cli.role.Group;
import io.trackmc.keys.transport.incarnation.StateLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What nodes say when they are started wrongly, as they said it. */
final class StartFaults {

    private static final Pattern OWN_INTERFACES = Pattern.compile("one of [^)]+\\)");
    private static final Pattern OWN_GROUP = Pattern.compile("239\\.255\\.\\d+\\.1:\\d+");

    private final Path scratch;
    private final Group group;
    private final List<String> lines = new ArrayList<>(List.of("", "### Nodes that do not start", "",
            "| the line, for example | what to do |", "|---|---|"));

    private StartFaults(Path scratch) throws IOException {
        this.scratch = scratch;
        this.group = Group.create(scratch.resolve("d"), 1, 1);
    }

    /** The table, as lines of Markdown. */
    static List<String> table(Path scratch) throws IOException {
        StartFaults faults = new StartFaults(scratch);
        faults.plant();
        return faults.lines;
    }

    private void plant() throws IOException {
        Path file = Files.writeString(scratch.resolve("film.mkv"), "content");
        say("Name an interface that is there, up and able to multicast; the line goes on with those that there are.",
                "receiver", "--config", group.config("receiver-1").toString(), "--interface", "nosuch0");
        say("Each command wants the file of its role.", group.words("receiver", "sender"));
        say("The sender's configuration says what kind of session it is; files need the one that is named.",
                group.words("send", "sender", "-Dsession.order=unordered", file.toString()));
        say("Wait for fewer, or make more receivers (`track keys add`).",
                group.words("send", "sender", "--await", "2", file.toString()));
        say("Name a directory that is there.",
                group.words("receiver", "receiver-1", "--output", scratch + "/none/copy"));
        try (StateLock _ = StateLock.take(group.directory().resolve("receiver-1/state"))) {
            say("It runs already; never run two nodes with the keys of one.", group.words("receiver", "receiver-1"));
        }
        Path bundle = group.directory().resolve("receiver-1/content.bundle");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length / 2] ^= 1;
        Files.write(bundle, bytes);
        say("Copy the bundle again.", group.words("receiver", "receiver-1"));
        Files.delete(bundle);
        say("Copy the node's directory beside its configuration.", group.words("receiver", "receiver-1"));
    }

    private void say(String remedy, String... words) {
        CliFixture run = CliFixture.run(words);
        if (run.code() != 2 || run.errLines().size() != 1) {
            throw new IllegalStateException(String.join(" ", words) + " is not refused: " + run.err());
        }
        String line = run.errLines().getFirst().replace(scratch + "/", "").replace("|", "\\|");
        lines.add("| `" + generalised(line) + "` | " + remedy + " |");
    }

    /** Without what differs from host to host and from run to run. */
    private static String generalised(String line) {
        return OWN_GROUP.matcher(OWN_INTERFACES.matcher(line).replaceAll("one of ..)")).replaceAll("239.255.71.1:7100");
    }
}
