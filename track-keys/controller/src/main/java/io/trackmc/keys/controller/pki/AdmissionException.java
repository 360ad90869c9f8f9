package io.trackmc.keys.controller.pki;

import java.io.Serial;

/** Somebody was not admitted. */
public final class AdmissionException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    /** With the rule and what broke it. */
    public AdmissionException(Refusal refusal, String detail) {
        super(refusal.text() + ": " + detail);
        this.refusal = refusal;
    }

    /** With the rule, what broke it, and what led to it. */
    public AdmissionException(Refusal refusal, String detail, Throwable cause) {
        super(refusal.text() + ": " + detail, cause);
        this.refusal = refusal;
    }

    /** The rule. */
    public Refusal refusal() {
        return refusal;
    }
}
