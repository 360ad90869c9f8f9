package io.trackmc.cli.bench;

import io.trackmc.cli.host.Hosts;
import io.trackmc.keys.controller.deploy.StaticDeployment;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Runs a trial: makes hosts, starts one program on each, and takes them away again. */
final class TrialRun {

    private static final String GROUP = "239.255.73.1";
    private static final int PORT = 45_073;
    private static final String SOURCE = "sender";
    private static final long READY_SECONDS = 60;
    private static final long OVERTIME_SECONDS = 30;
    private static final long LEAD_NS = 500_000_000;
    private static final String DROP = "drop.";
    private static final double KILOBYTES_PER_MEGABYTE = 1e3;

    private final Trial trial;
    private final Path directory;
    private final List<String> receivers;
    private final List<Worker> sinks = new ArrayList<>();
    private final Knowledge knowledge;

    /** What the JVMs know when they start. */
    enum Knowledge {
        /** Nothing. */
        NONE,
        /** Nothing, and they write down what they learn. */
        TO_BE_LEARNT,
        /** What was learnt before, if it was. */
        LEARNT
    }

    /** @param directory an empty one, for what the programs need and say */
    TrialRun(Trial trial, Path directory, Knowledge knowledge) {
        this.trial = trial;
        this.knowledge = knowledge;
        this.directory = directory;
        this.receivers = IntStream.rangeClosed(1, trial.receivers()).mapToObj(i -> "receiver-" + i).toList();
    }

    /** Lets JVMs learn from a short trial of the same peer, unless they have. */
    static void learn(Trial trial, Path directory) throws IOException, InterruptedException {
        WorkerJvm source = new WorkerJvm(trial.peer(), "source");
        WorkerJvm sink = new WorkerJvm(trial.peer(), "sink");
        if (source.mayLearn() && sink.mayLearn()) {
            new TrialRun(trial.toLearnFrom(), directory, Knowledge.TO_BE_LEARNT).run();
            source.keep(directory.resolve(SOURCE + ".aot"));
            sink.keep(directory.resolve("receiver-1.aot"));
        }
    }

    TrialResult run() throws IOException, InterruptedException {
        if (trial.peer() == Peer.TRACK) {
            StaticDeployment.write(directory.resolve("group"),
                    DeploymentPlan.of("bench", GROUP, PORT, DefaultLayout.of(0, trial.receivers())),
                    new SecureRandom(), InstantSource.system());
        }
        List<String> names = new ArrayList<>(List.of(SOURCE));
        names.addAll(receivers);
        try (Hosts hosts = Hosts.of("bench", names, trial.mode().wiring())) {
            for (String receiver : receivers) {
                hosts.loseAtRandom(receiver, trial.loss());
            }
            return measure(hosts);
        }
    }

    private TrialResult measure(Hosts hosts) throws IOException, InterruptedException {
        try (Worker source = start(hosts, SOURCE, "source")) {
            for (String receiver : receivers) {
                sinks.add(start(hosts, receiver, "sink"));
            }
            for (Worker sink : sinks) {
                sink.await("ready", READY_SECONDS);
            }
            source.await("ready", READY_SECONDS);
            String go = "go " + (System.nanoTime() + LEAD_NS);
            for (Worker sink : sinks) {
                sink.tell(go);
            }
            source.tell(go);
            return result(source);
        } finally {
            sinks.forEach(Worker::close);
        }
    }

    private TrialResult result(Worker source) throws IOException, InterruptedException {
        long within = TimeUnit.NANOSECONDS.toSeconds(LEAD_NS) + OVERTIME_SECONDS
                + (long) (trial.warmUpSeconds() + trial.seconds());
        List<Map<String, Double>> all = new ArrayList<>(List.of(source.await("result", within)));
        double sent = value(all.getFirst(), "sent");
        String stop = "stop " + (long) sent;
        double missing = 0;
        double slowest = Double.MAX_VALUE;
        for (Worker sink : sinks) {
            sink.tell(stop);
            Map<String, Double> said = sink.await("result", OVERTIME_SECONDS);
            slowest = Math.min(slowest, value(said, "messages"));
            missing += value(said, "missing") + Math.abs(sent - value(said, "next"));
            all.add(said);
            boolean _ = sink.awaitEnd(OVERTIME_SECONDS);
        }
        source.tell(stop);
        boolean _ = source.awaitEnd(OVERTIME_SECONDS);
        double cpuMicros = all.stream().mapToDouble(said -> value(said, "cpuMicros")).sum();
        return new TrialResult(slowest / trial.seconds(),
                (long) missing,
                most(all, "p50Micros"), most(all, "p99Micros"), cpuMicros / Math.max(1, slowest),
                most(all, "peakKilobytes") / KILOBYTES_PER_MEGABYTE, drops(all));
    }

    private static Map<String, Long> drops(List<Map<String, Double>> all) {
        Map<String, Long> drops = new TreeMap<>();
        for (Map<String, Double> said : all) {
            said.forEach((key, count) -> {
                if (key.startsWith(DROP)) {
                    drops.merge(key.substring(DROP.length()), count.longValue(), Long::sum);
                }
            });
        }
        return drops;
    }

    private static double most(List<Map<String, Double>> all, String key) {
        return all.stream().mapToDouble(said -> value(said, key)).max().orElse(0);
    }

    private static double value(Map<String, Double> said, String key) {
        return said.getOrDefault(key, 0.0);
    }

    private Worker start(Hosts hosts, String host, String end) throws IOException {
        List<String> words = List.of(end, trial.peer().text(), "interface=" + Hosts.INTERFACE,
                "address=" + hosts.address(host), "group=" + GROUP, "port=" + PORT, "size=" + trial.bytes(),
                "receivers=" + trial.receivers(), number("rate", trial.rate()), number("warmup", trial.warmUpSeconds()),
                number("seconds", trial.seconds()), "config=" + directory.resolve("group").resolve(host + ".conf"));
        WorkerJvm jvm = new WorkerJvm(trial.peer(), end);
        List<String> flags = switch (knowledge) {
            case NONE -> jvm.cold();
            case TO_BE_LEARNT -> jvm.learning(directory.resolve(host + ".aot"));
            case LEARNT -> jvm.learnt();
        };
        return Worker.start(host, hosts.on(host), flags, words, directory);
    }

    private static String number(String key, double value) {
        return String.format(Locale.ROOT, "%s=%.3f", key, value);
    }
}
