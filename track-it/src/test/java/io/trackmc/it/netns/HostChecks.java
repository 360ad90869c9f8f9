package io.trackmc.it.netns;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trackmc.cli.host.Hosts;
import io.trackmc.cli.task.TaskException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What tests ask of hosts. */
final class HostChecks {

    private static final Pattern DROPPED = Pattern.compile("counter packets (\\d+)");

    private HostChecks() {}

    /** Skips the test where hosts cannot be made. */
    static void assumePossible() {
        try {
            Hosts.requirePossible("the test");
        } catch (TaskException missing) {
            assumeTrue(false, missing.getMessage());
        }
        assumeTrue(Commands.succeeds("unshare", "-n", "sh", "-c", "nft add table ip t"
                + " && nft add chain ip t c && nft add rule ip t c numgen random mod 2 == 0 drop"
                + " && ip link add type bridge"), "needs a kernel with bridges and nft's numgen");
    }

    /** Datagrams that a host has dropped so far. */
    static long droppedBy(Hosts hosts, String host) throws IOException, InterruptedException {
        String rules = Commands.run(Stream.concat(hosts.on(host).stream(),
                Stream.of("nft", "list", "table", "ip", "loss")).toArray(String[]::new));
        Matcher matcher = DROPPED.matcher(rules);
        if (!matcher.find()) {
            throw new IllegalStateException("no counter in " + rules);
        }
        return Long.parseLong(matcher.group(1));
    }
}
