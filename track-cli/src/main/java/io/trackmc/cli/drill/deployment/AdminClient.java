package io.trackmc.cli.drill.deployment;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import io.trackmc.net.client.ManagementAddress;
import io.trackmc.net.client.ManagementClient;
import io.trackmc.net.client.ManagementClient.Answer;
import io.trackmc.net.client.ManagementClient.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Asks the management address of one process, and gives it orders. Any thread. */
final class AdminClient {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LONGEST_ANSWER = 8L << 20;
    private static final int MOST_SHOWN = 200;
    private static final ConfigParseOptions JSON = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);

    private final DeployedProcess process;
    private final ManagementAddress address;
    private final ManagementClient client;

    /**
     * With a client that others use too: it has threads of its own, and processes may be thousands.
     *
     * @param tls by which it is trusted; null for CAs of the Java installation
     * @throws TaskException when its files cannot be read
     */
    AdminClient(DeployedProcess process, @Nullable SSLContext tls, ManagementClient client) {
        this.client = client;
        this.process = process;
        try {
            this.address = new ManagementAddress(process.place().url(),
                    Files.readString(process.place().tokenFile()).strip(), tls);
        } catch (IOException e) {
            throw TaskException.usage(process.role() + ": token-file: " + Fault.text(e), e);
        }
    }

    /** One for all processes of a deployment. */
    static ManagementClient shared() {
        return new ManagementClient(Patience.of(PATIENCE), LONGEST_ANSWER);
    }

    /** Whose it is. */
    DeployedProcess process() {
        return process;
    }

    /** What a drill can know of it: what is ordered, and what has happened to its parents. */
    DrillAnswer look() throws IOException, InterruptedException {
        long beforeNs = System.nanoTime();
        return answer(client.get(address, "/drill"), beforeNs);
    }

    /** Gives an order, such as {@code partition?forMillis=2000}. */
    DrillAnswer order(String order) throws IOException, InterruptedException {
        long beforeNs = System.nanoTime();
        return answer(client.post(address, "/drill/" + order), beforeNs);
    }

    /** Its metrics now. */
    Reading metrics() throws IOException, InterruptedException {
        return Reading.parse(text(client.get(address, "/metrics")));
    }

    private static DrillAnswer answer(Answer answer, long beforeNs) throws IOException {
        long afterNs = System.nanoTime();
        String text = text(answer);
        try {
            return DrillAnswer.of(ConfigFactory.parseString(text, JSON), beforeNs, afterNs);
        } catch (ConfigException e) {
            throw new IOException("it says something else than was asked", e);
        }
    }

    private static String text(Answer answer) throws IOException {
        if (!answer.isOk()) {
            throw new IOException(answer.status() + ": " + shown(answer.body()));
        }
        return answer.body();
    }

    /** What a process says that may not be one's own any more: nothing that a terminal would obey, and not too much. */
    static String shown(String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}", "?");
        return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + ".." : line;
    }
}
