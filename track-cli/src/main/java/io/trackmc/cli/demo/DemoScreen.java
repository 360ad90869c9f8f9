package io.trackmc.cli.demo;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.console.Terminal;
import io.trackmc.cli.picture.LivePicture;
import io.trackmc.cli.picture.TreePicture;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Shows the tree while it works: redrawn on a terminal, a line now and then elsewhere, and the last state in any case. */
final class DemoScreen implements AutoCloseable {

    private final DemoPlan plan;
    private final DemoGroup group;
    private final long size;
    private final PrintStream out;
    private final Terminal terminal;
    private final LivePicture live;
    private final ProgressLine sparse;

    DemoScreen(TaskRun run, DemoPlan plan, DemoGroup group, long size) {
        this.plan = plan;
        this.group = group;
        this.size = size;
        this.out = run.people();
        this.terminal = run.peopleTerminal();
        this.live = new LivePicture(terminal);
        this.sparse = new ProgressLine(run.console().err(), Terminal.NONE, System.nanoTime());
    }

    /** Shows the present state, and returns it. */
    DemoState show(long sentBytes, boolean allSent) {
        DemoState state = DemoState.of(group);
        if (terminal.live()) {
            out.print(live.redraw(lines(state, sentBytes, allSent)));
            out.flush();
        } else {
            sparse.show(System.nanoTime(), headline(state, sentBytes));
        }
        return state;
    }

    /** Leaves the last state on the screen. */
    void last(long sentBytes, boolean allSent) {
        close();
        lines(DemoState.of(group), sentBytes, allSent).forEach(out::println);
    }

    /** Takes the live picture away. */
    @Override
    public void close() {
        if (terminal.live()) {
            out.print(live.clear());
            out.flush();
        }
    }

    private List<String> lines(DemoState state, long sentBytes, boolean allSent) {
        List<String> lines = new ArrayList<>();
        lines.add(cut(headline(state, sentBytes)));
        lines.addAll(TreePicture.of(state.picture(group, "sender", sentBytes, size, allSent), terminal));
        return lines;
    }

    private String headline(DemoState state, long sentBytes) {
        return String.format("%s of %s sent once to %d receivers, loss %s at each node, seed %d",
                ByteSize.text(sentBytes), ByteSize.text(size), state.sender().receivers() + state.sender().confirmed(),
                DemoReport.percent(plan.loss()), plan.seed());
    }

    private String cut(String line) {
        return line.substring(0, Math.min(line.length(), terminal.pictureColumns() - 1));
    }
}
