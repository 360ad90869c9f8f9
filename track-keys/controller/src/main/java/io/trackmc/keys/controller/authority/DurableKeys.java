package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.tree.AuthorityStateFile;
import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.controller.tree.ChangeRandom;
import io.trackmc.keys.controller.tree.Place;
import io.trackmc.keys.controller.tree.Rekey;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an authority and what the disk has of them. A change has happened when its record is in the {@link ChangeJournal}: who opens
 * the authority again makes it anew from the state before, to the same bytes. The state is written whole now and then, when the journal
 * has grown to its size, and when the authority is closed.
 *
 * <p>A change that fails, for whatever reason, is undone by reading the disk. Not thread-safe.
 */
final class DurableKeys implements AutoCloseable {

    private final KeyLayer layer;
    private final AuthorityStateFile state;
    private final Path changes;
    private final Consumer<String> warnings;
    private final SecureRandom seeds = new SecureRandom();
    private final ChangeRandom random = new ChangeRandom();
    private AuthorityTree tree;
    private ChangeJournal journal;
    private @Nullable Made last;

    /**
     * A rekey that was made, with what the log has to say of it.
     *
     * @param rekey as it travels
     * @param trace what it wraps and derives
     */
    record Made(Rekey rekey, LoggedRekey trace) {}

    private DurableKeys(KeyLayer layer, AuthorityStateFile state, Consumer<String> warnings) {
        this.layer = layer;
        this.state = state;
        this.warnings = warnings;
        changes = state.path().resolveSibling(ChangeJournal.NAME);
        tree = read();
        journal = replay();
    }

    /**
     * Opens what is there.
     *
     * @param state of the authority of that layer; closed with this, also when it cannot be opened
     * @throws KeyFileException when it is not what was written, or sealed under another key
     */
    static DurableKeys open(KeyLayer layer, AuthorityStateFile state, Consumer<String> warnings) {
        try {
            return new DurableKeys(layer, state, warnings);
        } catch (RuntimeException e) {
            state.close();
            throw e;
        }
    }

    /** The keys as they are. Valid until the next change. */
    AuthorityTree tree() {
        return tree;
    }

    /** The rekey that the journal ends with, of which the log may not know yet; null when it ends with something else. */
    @Nullable
    Made last() {
        return last;
    }

    /** Admits members without a rekey: they can read what was sent before. */
    void admit(List<Place> places) {
        change(() -> {
            byte[] seed = begin();
            places.forEach(tree::admit);
            tree.settle();
            last = null;
            return new Change(tree.changes() + 1, seed, places, List.of(), List.of(), List.of(), null);
        });
    }

    /**
     * Makes a rekey for as many of those that wait as it has room for, and takes these out.
     *
     * @param pending who waits
     */
    Made rekey(PendingEvents pending, RekeyTerms terms) {
        Made[] made = new Made[1];
        PendingEvents.Taken[] taken = new PendingEvents.Taken[1];
        change(() -> {
            byte[] seed = begin();
            taken[0] = pending.applyTo(tree);
            made[0] = finish(terms);
            return new Change(tree.changes() + 1, seed, taken[0].joined(), taken[0].compromised(), taken[0].expelled(),
                    taken[0].left(), new Change.MadeRekey(terms, made[0].rekey().headerHash()));
        });
        pending.remove(taken[0]);
        last = made[0];
        return made[0];
    }

    /** Writes the state whole when the journal has grown as large. */
    void writeStateWhenDue() {
        try {
            if (journal.length() >= Files.size(state.path())) {
                writeState();
            }
        } catch (IOException e) {
            throw new KeyFileException(state.path() + ": cannot be read", e);
        }
    }

    /** Writes the state whole, so that whoever opens it next need not make changes again. */
    @Override
    public void close() {
        try {
            if (!journal.isEmpty()) {
                writeState();
            }
        } finally {
            abandon();
        }
    }

    /** Closes without writing anything: what is on the disk stays as it is. */
    void abandon() {
        journal.close();
        tree.close();
        state.close();
    }

    private void writeState() {
        state.write(tree);
        journal.beginAnew(state.changes());
    }

    private interface Step {
        Change run();
    }

    private void change(Step step) {
        boolean done = false;
        try {
            Change change = step.run();
            journal.append(change);
            change.eraseSeed();
            tree.countChange();
            done = true;
        } finally {
            random.end();
            if (!done) {
                undo();
            }
        }
    }

    private byte[] begin() {
        byte[] seed = new byte[ChangeRandom.SEED_LENGTH];
        seeds.nextBytes(seed);
        random.begin(seed);
        return seed;
    }

    private Made finish(RekeyTerms terms) {
        LoggedRekey trace = new LoggedRekey();
        Rekey rekey = tree.rekey(terms, trace);
        trace.finish(rekey, tree, terms);
        return new Made(rekey, trace);
    }

    /** What is on the disk is the truth. */
    private void undo() {
        tree.close();
        journal.close();
        tree = read();
        journal = replay();
    }

    private AuthorityTree read() {
        return layer == KeyLayer.TRANSPORT ? state.openTransport(random, warnings)
                : state.openContent(random, warnings);
    }

    private ChangeJournal replay() {
        last = null;
        List<Long> numbers = new ArrayList<>();
        return ChangeJournal.open(changes, state.changes(), change -> {
            if (!numbers.isEmpty() && change.number() != numbers.getLast() + 1) {
                throw new IllegalArgumentException("change " + change.number() + " after " + numbers.getLast());
            }
            numbers.add(change.number());
            if (change.number() > tree.changes()) {
                replay(change);
            }
        }, warnings);
    }

    private void replay(Change change) {
        if (change.number() != tree.changes() + 1) {
            throw new IllegalArgumentException("change " + change.number() + " of a state after " + tree.changes());
        }
        random.begin(change.seed());
        try {
            change.apply(tree);
            Change.MadeRekey expected = change.rekey();
            if (expected == null) {
                tree.settle();
                last = null;
            } else {
                last = finish(expected.terms());
                if (!Arrays.equals(last.rekey().headerHash(), expected.headerHash())) {
                    throw new IllegalArgumentException("rekey " + tree.sequence()
                            + " comes out another: open it with the version that made it, and close it there");
                }
            }
            tree.countChange();
        } finally {
            random.end();
            change.eraseSeed();
        }
    }
}
