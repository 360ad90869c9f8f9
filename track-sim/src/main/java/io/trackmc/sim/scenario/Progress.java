package io.trackmc.sim.scenario;

import io.trackmc.sim.check.Checkers;
import io.trackmc.sim.node.Program;
import io.trackmc.sim.node.SimNode;
import io.trackmc.sim.tree.ReceiverProgram;
import io.trackmc.sim.tree.RepairHeadProgram;
import io.trackmc.sim.tree.SourceProgram;
import io.trackmc.sim.tree.TreeWorld;

import java.util.StringJoiner;

/** How far each node of a run has come, in one line of text. */
final class Progress {

    private Progress() {}

    static String of(TreeWorld tree, Checkers checkers) {
        StringJoiner text = new StringJoiner("; ");
        text.add("offered " + checkers.deliveries().offered());
        for (SimNode node : tree.world().nodes()) {
            text.add(node.id() + " " + describe(node, checkers));
        }
        return text.toString();
    }

    private static String describe(SimNode node, Checkers checkers) {
        Program program = node.program();
        return switch (program) {
            case null -> "down";
            case SourceProgram source -> source.engine().state() + " sent " + source.engine().lastSent() + " allowed "
                    + source.engine().highestAllowed() + " stable " + source.engine().stableSequence();
            case RepairHeadProgram head -> head.engine().state() + " has " + head.engine().cumAck();
            case ReceiverProgram receiver -> receiver.engine().state() + " delivered "
                    + checkers.deliveries().delivered(node.id()) + " up to " + receiver.engine().deliveredSequence();
            default -> "?";
        };
    }
}
