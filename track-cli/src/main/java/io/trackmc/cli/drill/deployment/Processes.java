package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.ops.Trusted;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import io.trackmc.net.client.ManagementClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** Ways to all processes of a deployment. */
final class Processes implements AutoCloseable {

    private static final Duration UNDO_PATIENCE = Duration.ofSeconds(3);

    /** Asked at the same time: each connection is a descriptor, and each answer may be long. */
    private static final int AT_ONCE = 64;

    private final Map<String, AdminClient> clients = new LinkedHashMap<>();
    private final ManagementClient http = AdminClient.shared();

    private Processes() {}

    /** Makes them; asks nobody yet. */
    static Processes open(Deployment deployment) {
        Processes processes = new Processes();
        try {
            Map<Path, SSLContext> trusted = new HashMap<>();
            deployment.processes().forEach((role, process) -> {
                Path certificate = process.place().certificate();
                SSLContext tls = certificate == null ? null
                        : trusted.computeIfAbsent(certificate, file -> Trusted.by(file, role + ": certificate"));
                processes.clients.put(role, new AdminClient(process, tls, processes.http));
            });
            return processes;
        } catch (RuntimeException e) {
            processes.close();
            throw e;
        }
    }

    /**
     * What one says to a drill.
     *
     * @throws TaskException when it does not
     */
    DrillAnswer look(String role) throws InterruptedException {
        AdminClient client = client(role);
        try {
            return client.look();
        } catch (IOException e) {
            throw unreachable(client, e);
        }
    }

    /**
     * Gives one an order.
     *
     * @throws TaskException when it is not taken
     */
    DrillAnswer order(String role, String order) throws InterruptedException {
        AdminClient client = client(role);
        try {
            return client.order(order);
        } catch (IOException e) {
            throw unreachable(client, e);
        }
    }

    /**
     * Takes back what was ordered, from all at the same time.
     *
     * @param unreached told who has not answered, and gets well by itself when its time is over; by any thread
     */
    void tryToUndo(List<String> roles, Consumer<String> unreached) {
        List<Thread> asking = roles.stream().map(role -> Thread.ofVirtual().start(() -> undo(role, unreached)))
                .toList();
        for (Thread each : asking) {
            try {
                each.join(UNDO_PATIENCE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void undo(String role, Consumer<String> unreached) {
        try {
            client(role).order("undo");
        } catch (IOException _) {
            unreached.accept(role);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it is there. */
    boolean answers(String role) {
        try {
            client(role).metrics();
            return true;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Metrics of one. */
    Reading read(String role) throws InterruptedException {
        AdminClient client = client(role);
        try {
            return client.metrics();
        } catch (IOException e) {
            throw unreachable(client, e);
        }
    }

    /** Metrics of all. */
    Map<String, Reading> readAll() throws InterruptedException {
        return all(List.copyOf(clients.keySet()), this::read);
    }

    /** Metrics of those that answer. */
    Map<String, Reading> readThose(Collection<String> roles) throws InterruptedException {
        return those(roles, this::read);
    }

    /** What all of these say to a drill. */
    Map<String, DrillAnswer> lookAll(Collection<String> roles) throws InterruptedException {
        return all(roles, this::look);
    }

    /** What those of them say that answer. */
    Map<String, DrillAnswer> lookAtThose(Collection<String> roles) throws InterruptedException {
        return those(roles, this::look);
    }

    /**
     * Gives each its order, all at the same time.
     *
     * @param orders by whom they are for
     * @throws TaskException when one is not taken; the others were given all the same
     */
    Map<String, DrillAnswer> orderAll(Map<String, String> orders) throws InterruptedException {
        return all(orders.keySet(), role -> order(role, Objects.requireNonNull(orders.get(role))));
    }

    /** Asks one. */
    private interface Question<T> {

        T ask(String role) throws InterruptedException;
    }

    private static <T> Map<String, T> all(Collection<String> roles, Question<T> question) throws InterruptedException {
        Map<String, Callable<T>> tasks = new LinkedHashMap<>();
        roles.forEach(role -> tasks.put(role, () -> question.ask(role)));
        return ManyAtOnce.run(tasks, AT_ONCE);
    }

    private static <T> Map<String, T> those(Collection<String> roles, Question<T> question)
            throws InterruptedException {
        Map<String, T> there = new LinkedHashMap<>();
        all(roles, role -> {
            try {
                return Optional.of(question.ask(role));
            } catch (TaskException _) {
                return Optional.<T>empty();
            }
        }).forEach((role, answer) -> answer.ifPresent(found -> there.put(role, found)));
        return there;
    }

    private AdminClient client(String role) {
        AdminClient client = clients.get(role);
        if (client == null) {
            throw new IllegalStateException("no process " + role);
        }
        return client;
    }

    private static TaskException unreachable(AdminClient client, IOException why) {
        return TaskException.failed(client.process().name() + ", " + client.process().place().url() + ": "
                + Fault.text(why), why);
    }

    @Override
    public void close() {
        http.close();
    }
}
