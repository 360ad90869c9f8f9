package io.trackmc.cli.ops;

import io.trackmc.cli.CliFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every kind of fault that a configuration can have, planted into files that are right, with what {@code track config check} says of it. The lines of the
 * catalogue of errors are what the program printed.
 */
final class ConfigFaults {

    private static final String REPAIR_HEAD = """
            node { name = rh-1, id = 2, role = repair-head }
            group { name = news, address = "239.255.71.1", port = 7100 }
            net { datagram-bytes = 1408, ttl = 1 }
            keys { transport = transport.bundle, certificate = certificate.pem, private-key = key.pem }
            state.directory = state
            region { id = 1, address = "239.255.71.3" }
            tree.parents = [{ name = sender, id = 1, region = 0, address = "239.255.71.2" }]
            window.packets = 2048
            """;
    private static final String SENDER = REPAIR_HEAD.replace("name = rh-1, id = 2, role = repair-head",
            "name = sender, id = 1, role = sender").replaceAll("tree.parents = .*\n", "")
            .replace("region { id = 1", "region { id = 0").replace("keys {", "keys { content = content.bundle,");
    private static final String CONTROLLER = """
            authority { role = transport-controller, directory = authorities }
            listen = "127.0.0.1:0"
            """;
    private static final String APPLIANCE = """
            appliance.sessions = [{ name = news, config = "news/rh-1.conf" }]
            """;
    private static final String PARENT_3 = "tree.parents += { name = rh-3, id = 3, region = 3, address = \"239.255.71.5\"";

    private static final List<Planted> FORMS = List.of(
            new Planted("rh-1.conf", null, "The file is not there, or this user may not read it."),
            new Planted("rh-1.conf", REPAIR_HEAD + "net { ttl = 1",
                    "Not HOCON: mostly a brace or a quotation mark that is missing."),
            new Planted("rh-1.conf", REPAIR_HEAD + "net.tll = 4", "Misspelt: take the nearest, or look the key up."),
            new Planted("rh-1.conf", REPAIR_HEAD + "session.mode = timely",
                    "The key is right and means nothing to this role: move it to the file of the role that is named."),
            new Planted("rh-1.conf", REPAIR_HEAD.replace("window.packets = 2048\n", ""), "Write it; `keys init` does."),
            new Planted("rh-1.conf", REPAIR_HEAD + "net.ttl = 700",
                    "Correct the value; of `-D` the option is named in the place of file and line."));

    private static final List<Planted> PAIRS = List.of(
            pair(REPAIR_HEAD + "tree.parents += { name = rh-1, id = 2, region = 1, address = \"239.255.71.3\" }",
                    "A node cannot be its own parent, nor have one twice."),
            pair(REPAIR_HEAD + PARENT_3.replace("71.5", "71.2") + " }",
                    "Each region has a multicast address of its own."),
            pair(REPAIR_HEAD + PARENT_3.replace("71.5", "71.1") + " }", "The data channel's address is no region's."),
            pair(REPAIR_HEAD + PARENT_3 + ", source = \"fd00::1\" }", "IPv4 and IPv6 are not mixed in a group."),
            pair(REPAIR_HEAD + "group.source = \"fd00::1\"", "The same for the sender's address."),
            pair(REPAIR_HEAD.replace("71.3", "71.1"),
                    "The region's channel needs another address than the data channel."),
            pair(REPAIR_HEAD.replace("id = 1, address = \"239.255.71.3\"", "id = 0, address = \"239.255.71.3\""),
                    "Region 0 is the sender's, and only its."),
            pair(REPAIR_HEAD + "tree { max-children = 8, reserved-for-repair-heads = 9 }",
                    "Lower one or raise the other."),
            pair(REPAIR_HEAD + "authorities { transport-controller = \"10.0.0.1:47100\", infrastructure-ca = ca.pem,"
                    + " transport-controller-certificate = tc.pem, certificate = c.pem }",
                    "A certificate goes with its own private key."),
            pair(REPAIR_HEAD + "flow { slow-receiver = eject, stall-timeout = 10ms }", "Make the time longer."),
            pair(REPAIR_HEAD.replace(", certificate = certificate.pem, private-key = key.pem", "")
                    + "receipts.interval = 1m", "Receipts are signed: name certificate and key."),
            pair(REPAIR_HEAD + "management.address = \"10.0.0.2:9464\"",
                    "Off loopback it is served with TLS and a token only."),
            pair(REPAIR_HEAD + "management { address = \"127.0.0.1:9464\", certificate = m.pem }",
                    "Name both or none."),
            pair(REPAIR_HEAD + "management { address = \"127.0.0.1:9464\" }\ndrills.longest = 5s", "Set a token."),
            pair(REPAIR_HEAD + "management.token-file = m.token", "Set the address, or take the key out."),
            new Planted("sender.conf", SENDER + "session.hold = 1s", "Only a timely session gives packets up."),
            new Planted("sender.conf", SENDER + "session.mode = timely", "Say for how long it waits."),
            new Planted("controller.conf", CONTROLLER + "changeover { not-before = 20s, hard = 10s }",
                    "The earliest use comes before the latest."),
            new Planted("appliance.conf", APPLIANCE.replace(" }]", ", tenant = newsco }]"),
                    "Write the tenant down, or take it out."),
            new Planted("appliance.conf", APPLIANCE + "appliance.sessions += { name = news, config = \"b.conf\" }",
                    "Give it another name."));

    private static final List<Planted> WARNINGS = List.of(
            new Planted("sender.conf", SENDER + "session { mode = timely, hold = 2ms }",
                    "Several Track intervals for each level of the tree."),
            pair(REPAIR_HEAD + "flow.stall-timeout = 9s", "Take it out, or eject slow receivers."),
            pair(REPAIR_HEAD + "tree.repair-head-silence = 400ms",
                    "[tuning.md](tuning.md#fail-over-takes-too-long) has the rule."),
            new Planted("sender.conf", SENDER + "rate { data = 100m, total = 50m }",
                    "Lower the one, or raise the other."),
            pair(REPAIR_HEAD + "net.receive-buffer = 64KiB",
                    "[tuning.md](tuning.md#receivers-lose-bursts) has the rule."),
            pair(REPAIR_HEAD + "receipts.keep = 2GiB", "Set the interval, or take the key out."),
            new Planted("controller.conf", CONTROLLER + "limits { connections = 10, per-address = 20 }",
                    "Raise the one, or lower the other."));

    private ConfigFaults() {}

    /**
     * A fault.
     *
     * @param file its name
     * @param text with the fault; null for no file
     * @param remedy what to do
     */
    private record Planted(String file, String text, String remedy) {}

    private static Planted pair(String text, String remedy) {
        return new Planted("rh-1.conf", text, remedy);
    }

    static int pairs() {
        return PAIRS.size() + WARNINGS.size();
    }

    /** The three tables, as lines of Markdown. */
    static List<String> tables(Path scratch) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.addAll(table("### Values and forms", FORMS, scratch));
        lines.addAll(table("### Keys that do not go together", PAIRS, scratch));
        lines.addAll(table("### Warnings: what works and is hardly meant", WARNINGS, scratch));
        return lines;
    }

    private static List<String> table(String title, List<Planted> faults, Path scratch) throws IOException {
        List<String> lines = new ArrayList<>(
                List.of("", title, "", "| the line, for example | what to do |", "|---|---|"));
        for (Planted planted : faults) {
            lines.add("| `" + said(planted, scratch) + "` | " + planted.remedy() + " |");
        }
        return lines;
    }

    private static String said(Planted planted, Path scratch) throws IOException {
        Path file = scratch.resolve(planted.file());
        Files.deleteIfExists(file);
        if (planted.text() != null) {
            Files.writeString(file, planted.text());
        }
        CliFixture run = CliFixture.run("config", "check", file.toString());
        List<String> said = run.errLines().stream().filter(line -> !line.startsWith("track ")).toList();
        if (said.size() != 1) {
            throw new IllegalStateException(planted + " is not one fault: " + run.err());
        }
        return said.getFirst().replace(scratch + "/", "").replace("|", "\\|");
    }
}
