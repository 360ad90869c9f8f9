package io.trackmc.keys.transport.registration;

import java.util.Locale;

/** Why an authority does not do what it is asked for. */
public enum RefusalReason {
    /** The question cannot be read. */
    MALFORMED,
    /** The authority does not serve that group. */
    UNKNOWN_GROUP,
    /** The certificate does not lead to the right trust anchor, or breaks a rule. */
    BAD_CERTIFICATE,
    /** The certificate was revoked. */
    REVOKED,
    /** The list of revoked certificates is too old to admit anybody. */
    REVOCATIONS_STALE,
    /** The role of the certificate may not ask for this. */
    WRONG_ROLE,
    /** The policy does not admit it, or does not let it do this. */
    POLICY,
    /** It was expelled, and comes back under another name only. */
    EXPELLED,
    /** It is not in the plan of the group, or no member. */
    NOT_A_MEMBER,
    /** What is asked for is not kept any more: register again. */
    TOO_OLD,
    /** It has asked for keys too often: come again in a minute. */
    TOO_OFTEN,
    /** The authority cannot write its log, and does nothing that it cannot write down. */
    NOT_DURABLE;

    /** Whether a member that is refused so can only end: asking again will not help it. */
    public boolean isFinal() {
        return this == EXPELLED || this == REVOKED || this == NOT_A_MEMBER;
    }

    /** As it stands in answers and logs. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
