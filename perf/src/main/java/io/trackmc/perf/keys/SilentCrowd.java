package io.trackmc.perf.keys;

import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthoritySettings;
import io.trackmc.keys.controller.deploy.StaticDeployment;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.net.authority.AuthorityAddress;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.net.authority.AuthorityPin;
import io.trackmc.net.tls.TlsCounters;
import io.trackmc.proto.protect.KeyLayer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Shows whether a transport controller goes on serving while a crowd connects and says nothing: members join one after the other, in a second process
 * so many connections are opened from a hundred addresses of this host and, as fast as they are closed, opened again.
 *
 * <pre>SilentCrowd DIRECTORY [CONNECTIONS] [SECONDS]</pre>
 *
 * <p>Both processes need so many file descriptors (ulimit -n).
 */
public final class SilentCrowd {

    private static final String GROUP = "crowd";
    private static final int RECEIVERS = 10;
    private static final int ADDRESSES = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SilentCrowd() {}

    /** Measures. */
    public static void main(String[] words) throws Exception {
        if (words[0].equals("crowd")) {
            crowd(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            return;
        }
        Path directory = Path.of(words[0]);
        int connections = words.length > 1 ? Integer.parseInt(words[1]) : 10_000;
        int seconds = words.length > 2 ? Integer.parseInt(words[2]) : 20;
        DeploymentPlan plan = DeploymentPlan.of(GROUP, "239.1.2.3", 4000, DefaultLayout.of(1, RECEIVERS));
        StaticDeployment.write(directory, plan, new SecureRandom(), InstantSource.system());
        try (Authority authority = open(directory)) {
            List<AuthorityAddress> members = new ArrayList<>();
            for (int i = 1; i <= RECEIVERS; i++) {
                members.add(address(directory, "receiver-" + i, authority));
            }
            report("without a crowd", joinFor(members, Duration.ofSeconds(5)));
            Process crowd = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
                    System.getProperty("java.class.path"), SilentCrowd.class.getName(), "crowd",
                    String.valueOf(authority.address().getPort()), String.valueOf(connections),
                    String.valueOf(seconds)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (BufferedReader said = new BufferedReader(
                    new InputStreamReader(crowd.getInputStream(), StandardCharsets.UTF_8))) {
                said.readLine(); // all have connected
                report("with a crowd of " + connections, joinFor(members, Duration.ofSeconds(seconds - 1)));
                System.out.println(said.readLine());
            }
            crowd.waitFor();
            TlsCounters counters = authority.counters();
            System.out.printf(Locale.ROOT,
                    "accepted %d, closed for the crowd %d, for their address %d, handshakes %d%n",
                    counters.accepted(), counters.refusedForCrowd(), counters.refusedForAddress(),
                    counters.handshakes());
        }
    }

    private static Authority open(Path directory) throws IOException {
        return Authority.open(AuthoritySettings.of(KeyLayer.TRANSPORT, directory,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).withReleasesAMinute(Integer.MAX_VALUE),
                System.err::println);
    }

    private static AuthorityAddress address(Path directory, String node, Authority authority) throws Exception {
        Path own = directory.resolve(node);
        return new AuthorityAddress(authority.address(),
                TlsContexts.create(TlsCredentials.read(own.resolve("certificate.pem"), own.resolve("key.pem"),
                        List.of(own.resolve("infrastructure-ca.pem")))),
                AuthorityPin.of(RoleOid.TRANSPORT_CONTROLLER,
                        TlsCredentials.certificates(own.resolve("transport-controller.pem"))),
                GROUP, PATIENCE);
    }

    /** Milliseconds of each join; negative for one that failed. */
    private static List<Long> joinFor(List<AuthorityAddress> members, Duration time) {
        List<Long> joins = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        for (int i = 0; System.nanoTime() - end < 0; i = (i + 1) % members.size()) {
            long start = System.nanoTime();
            boolean joined;
            try {
                joined = AuthorityClient.ask(members.get(i), new Ask.Join(GROUP, Blob.EMPTY)) instanceof Answer.Joined;
            } catch (IOException _) {
                joined = false;
            }
            long millis = (System.nanoTime() - start) / 1_000_000;
            joins.add(joined ? millis : -1 - millis);
        }
        return joins;
    }

    private static void report(String when, List<Long> joins) {
        List<Long> good = new ArrayList<>(joins.stream().filter(millis -> millis >= 0).toList());
        Collections.sort(good);
        System.out.printf(Locale.ROOT, "%s: %d joins, median %d ms, slowest %d ms; %d failed%n", when, good.size(),
                good.isEmpty() ? 0 : good.get(good.size() / 2), good.isEmpty() ? 0 : good.getLast(),
                joins.size() - good.size());
    }

    private static void crowd(int port, int connections, int seconds) throws IOException {
        long opened = 0;
        long closed = 0;
        boolean told = false;
        ByteBuffer none = ByteBuffer.allocate(64);
        try (Selector selector = Selector.open()) {
            long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            while (System.nanoTime() - end < 0) {
                while (opened - closed < connections) {
                    connect(selector, port, (int) (opened % ADDRESSES));
                    opened++;
                }
                if (!told) {
                    told = true;
                    System.out.println("connected");
                }
                selector.select(100);
                for (SelectionKey key : selector.selectedKeys()) {
                    if (isOver(key, none)) {
                        key.channel().close();
                        closed++;
                    }
                }
                selector.selectedKeys().clear();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
        System.out.printf(Locale.ROOT, "the crowd: opened %d connections, of which %d were closed by the other end%n",
                opened, closed);
    }

    private static void connect(Selector selector, int port, int number) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.1." + (1 + number)), 0));
        channel.register(selector, SelectionKey.OP_CONNECT);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static boolean isOver(SelectionKey key, ByteBuffer none) {
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
            }
            none.clear();
            return key.isReadable() && channel.read(none) < 0;
        } catch (IOException _) {
            return true;
        }
    }
}
