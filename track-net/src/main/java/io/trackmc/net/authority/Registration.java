package io.trackmc.net.authority;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Question;
import io.trackmc.keys.transport.registration.RefusalReason;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Gets a node its keys from an authority when it starts: asks until there is an answer, a refusal that will not change, or the time is up. Pauses grow
 * and are random, so that a group that starts at one time does not ask at one time.
 */
public final class Registration {

    /** For how long a node asks an authority that does not answer. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What may pass: the authority is short of something, not the node. */
    private static final Set<RefusalReason> PASSING = EnumSet.of(RefusalReason.REVOCATIONS_STALE,
            RefusalReason.NOT_DURABLE, RefusalReason.TOO_OLD, RefusalReason.TOO_OFTEN);

    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 5_000;

    private final AuthorityAddress authority;
    private final Duration patience;
    private final Runnable asked;
    private final Consumer<String> warnings;

    /**
     * At one authority.
     *
     * @param patience for all questions together
     * @param asked told of each question, before it goes out
     * @param warnings told once when the authority does not answer at once
     */
    public Registration(AuthorityAddress authority, Duration patience, Runnable asked, Consumer<String> warnings) {
        this.authority = authority;
        this.patience = patience;
        this.asked = asked;
        this.warnings = warnings;
    }

    /**
     * Asks one question, for a node that runs: who wants to ask again waits.
     *
     * @throws RegistrationException when there are no keys, now or for good
     */
    public <K> K ask(Question<K> question) {
        try {
            asked.run();
            Answer answer = AuthorityClient.ask(authority, question.ask());
            if (answer instanceof Answer.Joined joined) {
                return read(question, joined);
            }
            throw new RegistrationException(name() + ": gives this node no keys now: " + whyNot(answer));
        } catch (IOException e) {
            throw new RegistrationException(name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Asks, and waits.
     *
     * @throws RegistrationException when there are no keys for this node
     */
    public <K> K join(Supplier<Question<K>> questions) {
        long endNs = System.nanoTime() + patience.toNanos();
        long pauseMs = FIRST_PAUSE_MS;
        boolean warned = false;
        while (true) {
            String why;
            try {
                Question<K> question = questions.get();
                asked.run();
                Answer answer = AuthorityClient.ask(authority, question.ask());
                if (answer instanceof Answer.Joined joined) {
                    return read(question, joined);
                }
                why = whyNot(answer);
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
            if (System.nanoTime() - endNs >= 0 || Thread.currentThread().isInterrupted()) {
                throw new RegistrationException(name() + ": no keys within " + patience.toSeconds() + " s: " + why);
            }
            if (!warned) {
                warned = true;
                warnings.accept(name() + ": no keys yet (" + why + "); it is asked again");
            }
            LockSupport.parkNanos(Duration.ofMillis(ThreadLocalRandom.current().nextLong(pauseMs / 2, pauseMs))
                    .toNanos());
            pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        }
    }

    private <K> K read(Question<K> question, Answer.Joined joined) {
        try {
            return question.keys(joined.bundle());
        } catch (IllegalArgumentException | KeyFileException e) {
            throw new RegistrationException(name() + ": keys came that cannot be read: " + e.getMessage(), e);
        }
    }

    private String whyNot(Answer answer) {
        if (!(answer instanceof Answer.Refused refused)) {
            throw new RegistrationException(name() + ": answered something else than was asked");
        }
        String why = refused.reason().text() + ": " + refused.detail();
        if (!PASSING.contains(refused.reason())) {
            throw new RegistrationException(name() + ": gives this node no keys: " + why, refused.reason());
        }
        return why;
    }

    private String name() {
        return authority.role().text() + " " + authority.address();
    }
}
