package io.trackmc.cli.keys;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.deploy.GroupRebuild;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track keys rebuild}: begins a group anew after an authority's key was lost or stolen. */
@Command(
        name = "rebuild", sortOptions = false,
        header = "Begins a group anew after an authority's key was lost or stolen.",
        description = "Destroys the keys of a group and makes new ones for the same nodes: both authorities with new CAs, keys,"
                + " key stores and logs, and a new identity and new bundles for each node. Expelled nodes, and those whose"
                + " certificate is revoked, are left out. What is public of the old group stays in"
                + " authorities/retired-N, with a last statement about each repair head; its secrets are erased."
                + " Run it on the machine that has all of the deployment, with both authorities stopped."
                + " Run it again if it was interrupted.",
        footerHeading = "%nExamples:%n",
        footer = {"  track keys rebuild --dir d", "  track keys rebuild --dir d --without rh-2 --without receiver-7"})
public final class KeysRebuildCommand implements Task {

    @Option(names = "--dir", required = true, paramLabel = "D", description = "Directory of the deployment.")
    private Path directory;

    @Option(names = "--without", paramLabel = "NODE",
            description = "A node that is left out, besides those that are expelled. May be repeated.")
    private List<String> without = List.of();

    @Option(names = "--new-owner", description = "Makes a new key of the group's owner too.")
    private boolean newOwner;

    @Override
    public List<String> fields() {
        return List.of("group", "edition", "nodes", "leftOut", "statements", "retired", "resumed");
    }

    @Override
    public void run(TaskRun run) {
        PrintStream people = run.people();
        GroupRebuild rebuild = new GroupRebuild(directory, run.console().err()::println, new SecureRandom(),
                InstantSource.system());
        boolean resumed = rebuild.isUnfinished();
        run.set("resumed", resumed);
        if (resumed) {
            Path retired = rebuild.finish();
            run.set("retired", retired.toString());
            people.println("the rebuild that was interrupted is finished; the old group: " + retired);
        } else {
            GroupRebuild.Rebuilt made = rebuild.run(new TreeSet<>(without), newOwner);
            run.set("group", made.gid()).set("edition", made.edition()).set("nodes", made.nodes())
                    .set("leftOut", made.leftOut()).set("statements", made.statements())
                    .set("retired", made.retired().toString());
            people.println("group " + made.gid() + ", policy edition " + made.edition() + ": " + made.nodes().size()
                    + " nodes" + (made.leftOut().isEmpty() ? "" : ", without " + String.join(", ", made.leftOut())));
            people.println("the old group: " + made.retired() + ", " + made.statements().size()
                    + " statements about repair heads");
        }
        people.println("Stop all nodes, give each its new directory, start the authorities, then the nodes: see"
                + " docs/operations.md. What a file system, a disk or a backup keeps of erased files is yours to destroy.");
    }
}
