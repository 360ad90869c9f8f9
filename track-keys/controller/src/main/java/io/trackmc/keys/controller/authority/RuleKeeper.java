package io.trackmc.keys.controller.authority;

import io.trackmc.keys.transport.registration.RefusalReason;
import java.util.function.Consumer;

/** Asks the rule that whoever runs this authority has given it, and refuses whenever that does anything but return. Not thread-safe. */
final class RuleKeeper {

    static final long MINUTE_MS = 60_000;

    private static final int MAX_TEXT = 400;

    private final AdmissionRule rule;
    private final Consumer<String> warnings;
    private long toldMs;
    private boolean told;
    private long untold;

    /** @param warnings told of faults in the rule, in a line a minute at most */
    RuleKeeper(AdmissionRule rule, Consumer<String> warnings) {
        this.rule = rule;
        this.warnings = warnings;
    }

    /**
     * Returns when the rule does.
     *
     * @throws RefusedException when it does not
     */
    void check(Applicant applicant, long nowMs) {
        try {
            rule.check(applicant);
        } catch (AdmissionRule.Refused e) {
            throw new RefusedException(RefusalReason.POLICY, applicant.name() + ": " + e.getMessage());
        } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
            tell(applicant, e, nowMs);
            throw new RefusedException(RefusalReason.POLICY, applicant.name() + ": the admission rule has failed");
        }
    }

    /** Whoever has a certificate can make it fail as often as they like. */
    private void tell(Applicant applicant, Throwable fault, long nowMs) {
        if (told && nowMs - toldMs < MINUTE_MS) {
            untold++;
            return;
        }
        String text = String.valueOf(fault).replaceAll("\\p{Cntrl}", "?");
        warnings.accept("the admission rule has failed for " + applicant.name() + ", which gets no keys: "
                + (text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text)
                + (untold == 0 ? "" : "; before it " + untold + " faults that were not told"));
        told = true;
        toldMs = nowMs;
        untold = 0;
    }
}
