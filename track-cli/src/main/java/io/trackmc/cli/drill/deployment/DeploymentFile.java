package io.trackmc.cli.drill.deployment;

import io.trackmc.keys.transport.file.HoconText;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.file.StrictObject;
import io.trackmc.net.Addresses;
import io.trackmc.net.ConfigurationException;
import io.trackmc.sim.drill.DrillTree;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads the file that says which nodes a drill may be run on; docs/drills.md explains its keys. Strict, as drills are. */
final class DeploymentFile {

    private static final Pattern ROLE = Pattern.compile(
            "sender|(rh|receiver)-[1-9][0-9]{0,4}|transport-controller|content-authority");
    private static final String ROLES = "sender, rh-1.., receiver-1.., transport-controller, content-authority";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,3}s");
    /** A token that ends processes does not go over a network in the clear. */
    private static final Pattern URL = Pattern.compile("(https://[A-Za-z0-9._-]+|https://\\[[0-9a-fA-F:.]+]"
            + "|http://127[.][0-9.]+|http://\\[::1]|http://localhost):[0-9]{1,5}");
    private static final String URLS = "https://HOST:PORT, or on loopback http://ADDRESS:PORT";
    private static final int MOST_LEVELS = 5;
    private static final int MOST_NODES = 10_000;
    private static final int MOST_LIMIT_SECONDS = 3_600;

    private final Path file;
    private final StrictObject in;
    private final Set<URI> urls = new HashSet<>();

    private DeploymentFile(Path file, StrictObject in) {
        this.file = file;
        this.in = in;
    }

    /**
     * Reads a file.
     *
     * @throws KeyFileException with one line that names file, line, key, what was found and what is allowed
     */
    static Deployment read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new KeyFileException(file + ": cannot be read: " + SecureFiles.reason(e));
        }
        StrictObject root = new StrictObject(file.toString(),
                HoconText.parse(file.toString(), text, KeyFileException::new).root(), KeyFileException::new);
        Deployment deployment = new DeploymentFile(file, root.object("deployment")).deployment();
        root.end();
        return deployment;
    }

    private Deployment deployment() {
        Path token = in.has("token-file") ? path("token-file", in) : null;
        Path certificate = in.has("certificate") ? path("certificate", in) : null;
        Map<String, DeployedProcess> processes = new LinkedHashMap<>();
        StrictObject nodes = in.object("nodes");
        for (String role : nodes.keys()) {
            if (!ROLE.matcher(role).matches()) {
                throw in.wrong("nodes", "\"" + role + "\"", ROLES);
            }
            processes.put(role, process(role, nodes.object(role), token, certificate));
        }
        nodes.end();
        int repairHeads = numbered(processes, "rh-");
        int receivers = numbered(processes, "receiver-");
        if (!processes.containsKey(DrillTree.SENDER_NAME) || repairHeads == 0 || receivers == 0) {
            throw in.wrong("nodes", String.join(", ", processes.keySet()),
                    "the sender and at least one repair head and one receiver");
        }
        List<Integer> levels = in.has("repair-heads-by-level")
                ? in.integers("repair-heads-by-level", 1, MOST_NODES) : List.of(repairHeads);
        if (levels.size() > MOST_LEVELS || levels.stream().mapToInt(Integer::intValue).sum() != repairHeads) {
            throw in.wrong("repair-heads-by-level", levels.toString(), repairHeads + " repair heads in at most "
                    + MOST_LEVELS + " numbers");
        }
        Set<String> blast = blastRadius(processes.keySet());
        Duration limit = limit();
        StrictObject expel = in.objectIfPresent("expel");
        Deployment.Authorities authorities = expel == null ? null : authorities(expel);
        in.end();
        return new Deployment(file, processes, levels, blast, limit, authorities);
    }

    private Deployment.Authorities authorities(StrictObject expel) {
        Deployment.Authorities authorities = new Deployment.Authorities(path("keys", expel), expel.string("group"),
                address("transport-controller", expel), address("content-authority", expel));
        expel.end();
        return authorities;
    }

    private static InetSocketAddress address(String key, StrictObject of) {
        String found = of.string(key);
        try {
            return Addresses.parse(found);
        } catch (ConfigurationException e) {
            throw of.wrong(key, "\"" + found + "\"", "HOST:PORT");
        }
    }

    private DeployedProcess process(String role, StrictObject node, @Nullable Path token, @Nullable Path certificate) {
        String name = node.has("name") ? node.string("name", NAME, "letters, digits and . _ -") : role;
        URI url = URI.create(node.string("url", URL, URLS));
        if (!urls.add(url)) {
            throw node.wrong("url", "\"" + url + "\" again", "an address of its own");
        }
        Path ownToken = node.has("token-file") ? path("token-file", node) : token;
        if (ownToken == null) {
            throw node.wrong("token-file", "none",
                    "the file with the token of its management address, here or for all");
        }
        Path ownCertificate = node.has("certificate") ? path("certificate", node) : certificate;
        List<String> start = node.has("start") ? node.strings("start") : List.of();
        node.end();
        return new DeployedProcess(role, name, new ManagementPlace(url, ownToken, ownCertificate), start);
    }

    /** Those of a kind, which must have the numbers from 1 on. */
    private int numbered(Map<String, DeployedProcess> processes, String prefix) {
        int count = (int) processes.keySet().stream().filter(role -> role.startsWith(prefix)).count();
        IntStream.rangeClosed(1, count).mapToObj(number -> prefix + number).filter(role -> !processes.containsKey(role))
                .findFirst().ifPresent(missing -> {
                    throw in.wrong("nodes", "no " + missing, "numbers from 1 on without a hole");
                });
        return count;
    }

    private Set<String> blastRadius(Set<String> known) {
        Set<String> blast = new LinkedHashSet<>(in.strings("blast-radius"));
        for (String role : blast) {
            if (!known.contains(role)) {
                throw in.wrong("blast-radius", "\"" + role + "\"", "names of nodes of this file");
            }
        }
        return blast;
    }

    private Duration limit() {
        String allowed = "seconds up to " + MOST_LIMIT_SECONDS + "s, such as 120s";
        String found = in.string("time-limit", SECONDS, allowed);
        long seconds = Long.parseLong(found.substring(0, found.length() - 1));
        if (seconds > MOST_LIMIT_SECONDS) {
            throw in.wrong("time-limit", "\"" + found + "\"", allowed);
        }
        return Duration.ofSeconds(seconds);
    }

    /** Relative to the directory of the file. */
    private Path path(String key, StrictObject of) {
        return file.toAbsolutePath().resolveSibling(of.string(key)).normalize();
    }
}
