package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ways to all processes of a deployment. */
final class Processes implements AutoCloseable {

    private static final Duration UNDO_PATIENCE = Duration.ofSeconds(3);

    private final Map<String, AdminClient> clients = new LinkedHashMap<>();

    private Processes() {}

    /** Makes them; asks nobody yet. */
    static Processes open(Deployment deployment) {
        Processes processes = new Processes();
        deployment.processes().forEach((role, process) -> processes.clients.put(role, new AdminClient(process)));
        return processes;
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

    /** Takes back what was ordered, from all at the same time; who cannot be reached gets well by itself. */
    void tryToUndo(List<String> roles) {
        List<Thread> asking = roles.stream().map(role -> Thread.ofVirtual().start(() -> undo(role))).toList();
        for (Thread each : asking) {
            try {
                each.join(UNDO_PATIENCE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void undo(String role) {
        try {
            client(role).order("undo");
        } catch (IOException _) {
            // What was ordered ends by itself.
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
        Map<String, Reading> all = new LinkedHashMap<>();
        for (String role : clients.keySet()) {
            all.put(role, read(role));
        }
        return all;
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
        clients.values().forEach(AdminClient::close);
    }
}
