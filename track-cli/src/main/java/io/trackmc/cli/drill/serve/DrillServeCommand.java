package io.trackmc.cli.drill.serve;

import io.trackmc.cli.drill.DrillChoice;
import io.trackmc.cli.drill.deployment.TreePlaces;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.Addresses;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.management.ManagementCounters;
import io.trackmc.net.management.ManagementServer;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillLibrary;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code track drill serve}: the live tree of a deployment on a page from which drills are started. */
@Command(
        name = "serve", sortOptions = false,
        header = "Serves a page with the live tree, from which drills are started, watched and stopped.",
        description = {
            "Shows the live tree of a deployment, as its sender and repair heads tell it, and beside it drills on it: what one would do, to whom and when;"
                    + " its faults and fail-overs while it runs; its report. Goes on until it is interrupted, and then undoes what it has ordered.",
            "Whoever has the token can start every drill named here that hits nobody outside the blast radius of FILE."},
        footerHeading = "%nExamples:%n",
        footer = {"  track drill serve --deployment site.conf --token-file page.token",
            "  track drill serve --deployment site.conf --token-file page.token --report reports kill-rh my-drill.conf"})
public final class DrillServeCommand implements Task {

    @Parameters(paramLabel = "NAME|FILE", arity = "0..*",
            description = "Drills that may be started (default: all of 'track drill list').")
    private List<String> drills = new ArrayList<>();

    @Option(names = "--deployment", paramLabel = "FILE", required = true,
            description = "The nodes on which drills are run; hits only whom FILE names.")
    private Path deployment;

    @Option(names = "--token-file", paramLabel = "FILE", required = true,
            description = "Has the token that whoever starts drills must show; another one than that of the nodes.")
    private Path tokenFile;

    @Option(names = "--listen", paramLabel = "ADDRESS", defaultValue = "127.0.0.1:9465",
            description = "Where the page is served (default: ${DEFAULT-VALUE}); off loopback with a certificate only.")
    private String listen;

    @Option(names = "--certificate", paramLabel = "FILE",
            description = "Shows this certificate, PEM; needs --private-key.")
    private @Nullable Path certificate;

    @Option(names = "--private-key", paramLabel = "FILE", description = "Of the certificate; PEM, PKCS#8.")
    private @Nullable Path privateKey;

    @Option(names = "--report", paramLabel = "DIR", description = "Writes reports there, as 'drill run' does.")
    private @Nullable Path reports;

    @Override
    public List<String> fields() {
        return List.of("address");
    }

    @Override
    public void run(TaskRun run) throws Exception {
        InetSocketAddress address = address();
        Consumer<String> log = run.console().err()::println;
        List<Drill> chosen = drills.isEmpty() ? DrillLibrary.all() : drills.stream().map(DrillChoice::find).toList();
        TreePlaces places = TreePlaces.of(deployment);
        places.requireOtherToken(tokenFile);
        NodeConfig.Management where = new NodeConfig.Management(address, tokenFile, certificate, privateKey,
                places.below(), 0);
        try (DrillRoom room = new DrillRoom(chosen, new DeploymentWork(deployment, reports), InstantSource.system(),
                log);
                ManagementServer server = ManagementServer.open(where, new ManagementCounters(),
                        new OnlookerSource(room), log)) {
            String url = (certificate == null ? "http://" : "https://") + Addresses.format(server.address()) + "/";
            run.set("address", url);
            log.accept("drills are started and watched at " + url);
            new CountDownLatch(1).await();
        }
    }

    private InetSocketAddress address() {
        if ((certificate == null) != (privateKey == null)) {
            throw TaskException.usage("--certificate and --private-key mean something together only");
        }
        try {
            InetSocketAddress address = Addresses.parse(listen);
            if (certificate == null && !address.getAddress().isLoopbackAddress()) {
                throw TaskException.usage("--listen: found " + listen
                        + ", allowed without --certificate: an address of loopback, such as 127.0.0.1:9465");
            }
            return address;
        } catch (ConfigurationException e) {
            throw TaskException.usage("--listen: " + e.getMessage());
        }
    }
}
