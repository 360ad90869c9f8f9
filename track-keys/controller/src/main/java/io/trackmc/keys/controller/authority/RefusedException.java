package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.pki.AdmissionException;
import io.trackmc.keys.transport.registration.RefusalReason;
import java.io.Serial;

/** A question is refused: nothing was done. */
final class RefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;

    RefusedException(RefusalReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    /** At the door. */
    static RefusedException of(AdmissionException refused) {
        RefusalReason reason = switch (refused.refusal()) {
            case NO_CHAIN, UNREADABLE, NOT_VALID_NOW, NOT_A_NODE, ANY_ROLE, NO_ROLE, SEVERAL_ROLES, WRONG_CA,
                    NAMELESS -> RefusalReason.BAD_CERTIFICATE;
            case REVOKED -> RefusalReason.REVOKED;
            case STALE_REVOCATION_LIST -> RefusalReason.REVOCATIONS_STALE;
            case NOT_A_SUBSCRIBER, REPAIR_HEAD_KEY -> RefusalReason.WRONG_ROLE;
            case POLICY -> RefusalReason.POLICY;
        };
        return new RefusedException(reason, String.valueOf(refused.getMessage()));
    }

    RefusalReason reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
