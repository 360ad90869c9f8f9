package io.trackmc.cli.role;

import io.trackmc.cli.console.Console;
import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.StandStill;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.node.LonelyNode;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.SenderStatus;
import java.time.Duration;
import java.util.function.Consumer;

/** The receivers that a sender waits for before it begins. */
public final class AwaitedReceivers {

    private final NodeConfig config;
    private final int expected;
    private final Duration patience;
    private final Console console;
    private final ProgressLine progress;

    /**
     * Nobody waits yet.
     *
     * @param config of the sender
     * @param expected how many
     * @param patience how long; zero: for ever
     */
    public AwaitedReceivers(NodeConfig config, int expected, Duration patience, Console console,
            ProgressLine progress) {
        this.config = config;
        this.expected = expected;
        this.patience = patience;
        this.console = console;
        this.progress = progress;
    }

    /**
     * Returns when they are there.
     *
     * @throws TaskException when the group has not so many, or they do not come in time
     */
    public void await(Publisher publisher) throws Exception {
        await(publisher, _ -> {});
    }

    /**
     * The same, with somebody who looks on.
     *
     * @param watch given the sender's status several times a second
     */
    void await(Publisher publisher, Consumer<SenderStatus> watch) throws Exception {
        check(publisher.receiversInGroup());
        long beginNs = System.nanoTime();
        StandStill wait = new StandStill(patience, beginNs);
        LonelyNode lonely = new LonelyNode(config, beginNs);
        Background.await(publisher.receiversBound(expected), () -> {
            long nowNs = System.nanoTime();
            SenderStatus status = publisher.status();
            watch.accept(status);
            String text = "waiting for receivers: " + status.receivers() + " of " + expected;
            String warning = lonely.look(nowNs, status.children().isEmpty(), status::drops);
            if (warning != null) {
                progress.clear();
                console.err().println(warning);
            }
            progress.show(nowNs, text);
            if (wait.isOver(nowNs, 0)) {
                progress.clear();
                throw TaskException.failed("only " + status.receivers() + " of " + expected
                        + " receivers were there after " + TimeSpan.text(patience.toMillis() / 1e3)
                        + "; are the others running, on this network and with keys of this deployment?"
                        + WhoIsWhere.there(status.children()));
            }
        });
        progress.clear();
    }

    /** A sender that no receiver may ever turn to knows none of them, and cannot tell. */
    private void check(int inGroup) {
        if (inGroup > 0 && expected > inGroup) {
            throw TaskException.usage("--await: found " + expected + ", allowed: at most " + inGroup
                    + ", for the group has no more receivers");
        }
    }
}
