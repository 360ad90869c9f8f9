package io.trackmc.perf.keys;

import com.sun.management.OperatingSystemMXBean;
import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthoritySettings;
import io.trackmc.keys.controller.deploy.StaticDeployment;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.PlannedNode;
import io.trackmc.keys.payload.ContentSeal;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.net.authority.AuthorityAddress;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.net.authority.AuthorityPin;
import io.trackmc.proto.protect.KeyLayer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures registration: joins by mutual TLS 1.3 for each second of CPU that the authority's whole process uses, and how soon a group of 25
 * has all its keys and its first rekey. Those who join are a process of their own, whose CPU does not count.
 *
 * <pre>Registrations DIRECTORY [JOINS]</pre>
 */
public final class Registrations {

    private static final String GROUP = "bench";
    private static final int RECEIVERS = 100;
    private static final int SMALL_GROUP_RECEIVERS = 22;
    private static final int SMALL_GROUP_RUNS = 3;
    private static final int REPAIR_HEADS = 2;
    private static final int ASKERS = 2;
    private static final int ROUNDS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Registrations() {}

    /** Measures. */
    public static void main(String[] words) throws Exception {
        if (words[0].equals("ask")) {
            askAll(Path.of(words[1]), KeyLayer.valueOf(words[2]), Integer.parseInt(words[3]),
                    Integer.parseInt(words[4]));
            return;
        }
        Path directory = Path.of(words[0]);
        int joins = words.length > 1 ? Integer.parseInt(words[1]) : 2000;
        for (int run = 1; run <= SMALL_GROUP_RUNS; run++) {
            readySoon(directory.resolve("small-" + run), run);
        }
        DeploymentPlan plan = deploy(directory.resolve("large"), RECEIVERS);
        System.out.printf("%d members, %d joins a round, each a TLS 1.3 handshake with certificates of both ends%n",
                plan.nodes().size(), joins);
        for (KeyLayer layer : KeyLayer.values()) {
            measure(directory.resolve("large"), layer, joins);
        }
    }

    private static DeploymentPlan deploy(Path directory, int receivers) {
        DeploymentPlan plan = DeploymentPlan.of(GROUP, "239.1.2.3", 4000, DefaultLayout.of(REPAIR_HEADS, receivers));
        StaticDeployment.write(directory, plan, RANDOM, InstantSource.system());
        return plan;
    }

    /** CPU of the threads that serve the authority: not of the compiler, which is done with it after some thousand joins. */
    private static long ownCpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getAllThreadIds()).map(threads::getThreadCpuTime).filter(cpu -> cpu > 0).sum();
    }

    private static void measure(Path directory, KeyLayer layer, int joins) throws IOException, InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        try (Authority authority = open(directory, layer)) {
            for (int round = 1; round <= ROUNDS; round++) {
                long requests = authority.status().requests();
                Process askers = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
                        System.getProperty("java.class.path"), Registrations.class.getName(), "ask",
                        directory.toString(), layer.name(), String.valueOf(authority.address().getPort()),
                        String.valueOf(joins)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
                try (BufferedReader said = new BufferedReader(
                        new InputStreamReader(askers.getInputStream(), StandardCharsets.UTF_8))) {
                    said.readLine(); // everything is ready there
                    long cpu = system.getProcessCpuTime();
                    long own = ownCpu();
                    long start = System.nanoTime();
                    askers.getOutputStream().write('\n');
                    askers.getOutputStream().flush();
                    said.readLine(); // all have joined
                    double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
                    double ownSeconds = (ownCpu() - own) / 1e9;
                    double seconds = (System.nanoTime() - start) / 1e9;
                    long made = authority.status().requests() - requests;
                    System.out.printf(
                            "%s, round %d: %d joins in %.1f s; a CPU-second: %.0f joins by all of the process,"
                                    + " %.0f by its threads without compiler and collector%n",
                            layer, round, made, seconds,
                            made / cpuSeconds, made / ownSeconds);
                }
                askers.waitFor();
            }
        }
    }

    /** All members of a group of 25 join at both authorities, and the first rekey is on its way. */
    private static void readySoon(Path directory, int run) throws Exception {
        DeploymentPlan plan = deploy(directory, SMALL_GROUP_RECEIVERS);
        try (Authority transport = open(directory, KeyLayer.TRANSPORT);
                Authority content = open(directory, KeyLayer.CONTENT);
                ExecutorService members = Executors.newFixedThreadPool(plan.nodes().size())) {
            long start = System.nanoTime();
            List<Future<?>> joined = new ArrayList<>();
            for (PlannedNode node : plan.nodes()) {
                joined.add(members.submit(() -> {
                    join(directory, node.name(), KeyLayer.TRANSPORT, transport.address().getPort());
                    if (node.member().role() != NodeRole.REPAIR_HEAD) {
                        join(directory, node.name(), KeyLayer.CONTENT, content.address().getPort());
                    }
                    return null;
                }));
            }
            await(joined);
            long ready = System.nanoTime();
            transport.expel("receiver-1", "bench");
            content.expel("receiver-1", "bench");
            System.out.printf("%d members at both authorities, run %d: joined %.0f ms, both rekeys %.0f ms more%n",
                    plan.nodes().size(), run, (ready - start) / 1e6, (System.nanoTime() - ready) / 1e6);
        }
    }

    private static void askAll(Path directory, KeyLayer layer, int port, int joins) throws Exception {
        List<AuthorityAddress> members = new ArrayList<>();
        for (int i = 1; i <= RECEIVERS; i++) {
            members.add(address(directory, "receiver-" + i, layer, port));
        }
        try (ExecutorService askers = Executors.newFixedThreadPool(ASKERS)) {
            System.out.println("ready");
            if (System.in.read() < 0) {
                return;
            }
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < joins; i++) {
                AuthorityAddress member = members.get(i % RECEIVERS);
                done.add(askers.submit(() -> {
                    join(member, layer);
                    return null;
                }));
            }
            await(done);
            System.out.println("done");
        }
    }

    private static void await(List<Future<?>> all) throws InterruptedException, ExecutionException {
        for (Future<?> one : all) {
            one.get();
        }
    }

    private static Authority open(Path directory, KeyLayer layer) throws IOException {
        return Authority.open(AuthoritySettings.of(layer, directory,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).withReleasesAMinute(Integer.MAX_VALUE),
                System.err::println);
    }

    private static AuthorityAddress address(Path directory, String node, KeyLayer layer, int port)
            throws GeneralSecurityException {
        Path own = directory.resolve(node);
        String ca = layer == KeyLayer.TRANSPORT ? "infrastructure-ca.pem" : "subscriber-ca.pem";
        RoleOid role = layer == KeyLayer.TRANSPORT ? RoleOid.TRANSPORT_CONTROLLER : RoleOid.CONTENT_AUTHORITY;
        return new AuthorityAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                TlsContexts.create(TlsCredentials.read(own.resolve("certificate.pem"), own.resolve("key.pem"),
                        List.of(directory.resolve("authorities").resolve(ca)))),
                AuthorityPin.of(role, TlsCredentials.certificates(own.resolve(role.text() + ".pem"))), GROUP, PATIENCE);
    }

    private static void join(Path directory, String node, KeyLayer layer, int port)
            throws IOException, GeneralSecurityException {
        join(address(directory, node, layer, port), layer);
    }

    private static void join(AuthorityAddress authority, KeyLayer layer) throws IOException {
        Blob key = layer == KeyLayer.TRANSPORT ? Blob.EMPTY : Blob.of(ContentSeal.OpeningKey.generate().publicKey());
        Answer answer = AuthorityClient.ask(authority, new Ask.Join(GROUP, key));
        if (!(answer instanceof Answer.Joined)) {
            throw new IOException("found " + answer + ", expected: keys");
        }
    }
}
