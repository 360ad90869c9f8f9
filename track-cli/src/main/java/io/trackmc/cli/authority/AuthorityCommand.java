package io.trackmc.cli.authority;

import io.trackmc.cli.task.ShutdownGate;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthorityConfigFile;
import io.trackmc.keys.controller.authority.AuthorityStatus;
import io.trackmc.keys.transport.conf.EffectiveConfig;
import io.trackmc.net.service.ServiceManager;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Runs an authority until it is told to stop: by SIGTERM or SIGHUP, which is how it is done, or by SIGINT, which interrupts it as any command. */
abstract class AuthorityCommand implements Task {

    private static final long WATCH_MS = 500;
    private static final String ROLE = "authority.role";

    @Option(names = "--config", required = true, paramLabel = "F",
            description = "Configuration of the authority, HOCON; keys init writes one.")
    private Path config;

    @Option(names = "-D", paramLabel = "key=value",
            description = "A key of the configuration; comes before the one in the file. May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    private final KeyLayer layer;
    private final String role;

    /** @param role as the configuration names it */
    AuthorityCommand(KeyLayer layer, String role) {
        this.layer = layer;
        this.role = role;
    }

    @Override
    public List<String> fields() {
        return List.of("members", "rekeys", "requests", "epoch", "converged", "refusals");
    }

    @Override
    public void run(TaskRun run) throws IOException, InterruptedException {
        AuthorityConfigFile.Read read = AuthorityConfigFile.readWhole(config, overrides);
        if (read.settings().layer() != layer) {
            throw otherRole(read.effective());
        }
        ServiceManager manager = ServiceManager.ofProcess(run.console().err()::println);
        AuthorityStatus last;
        try (Authority authority = Authority.open(read.settings(), run.console().err()::println)) {
            AuthorityStatus first = authority.status();
            run.people().println(role + " of group " + authority.group() + " listens at "
                    + authority.address().getAddress().getHostAddress() + ":" + authority.address().getPort() + ", "
                    + first.members() + " members, epoch " + first.epoch());
            run.people().flush();
            manager.ready();
            await(authority, manager);
            manager.stopping();
            last = authority.status();
        }
        run.set("members", last.members()).set("rekeys", last.rekeys()).set("requests", last.requests())
                .set("epoch", last.epoch()).set("converged", last.converged())
                .set("refusals", last.refusals().values().stream().mapToLong(Long::longValue).sum());
        run.people().println(role + " stopped: " + last.members() + " members, " + last.rekeys() + " rekeys, "
                + last.requests() + " requests");
        @Nullable String fault = last.fault();
        if (fault != null) {
            throw TaskException.failed(fault);
        }
        if (ShutdownGate.wasInterrupted()) {
            throw new InterruptedException();
        }
    }

    private TaskException otherRole(EffectiveConfig effective) {
        EffectiveConfig.Value found = effective.values().stream().filter(value -> value.entry().name().equals(ROLE))
                .findFirst().orElseThrow();
        return TaskException.usage(found.origin() + ": key \"" + ROLE + "\": found \"" + found.text()
                + "\", allowed: " + role);
    }

    /** Until the command is interrupted, or the authority can do nothing more. */
    private static void await(Authority authority, ServiceManager manager) {
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (authority.status().fault() == null && !never.await(WATCH_MS, TimeUnit.MILLISECONDS)) {
                manager.alive(System.nanoTime()); // the authority's thread has just answered
            }
        } catch (InterruptedException _) {
            // Told to stop; that alone is no failure of a daemon.
        }
    }
}
