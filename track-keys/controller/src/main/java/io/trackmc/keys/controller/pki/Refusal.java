package io.trackmc.keys.controller.pki;

/** Why somebody was not admitted; one for each rule. */
public enum Refusal {
    /** No chain of valid signatures leads to a trust anchor of ours at this time. */
    NO_CHAIN("no chain to a trust anchor"),
    /** Is no certificate of the form that X.509 has. */
    UNREADABLE("a certificate that cannot be read"),
    /** Before or after its time. */
    NOT_VALID_NOW("not valid now"),
    /** Is an authority's, or not for signatures. */
    NOT_A_NODE("not the certificate of a node"),
    /** Has {@code anyExtendedKeyUsage}, which is every role at once. */
    ANY_ROLE("any role at once"),
    /** Names no role of ours. */
    NO_ROLE("no role"),
    /** Names more than one role. */
    SEVERAL_ROLES("several roles"),
    /** The CA may not certify that role. */
    WRONG_CA("wrong CA for the role"),
    /** Has no organisation or no common name, or several. */
    NAMELESS("not one operator and one name"),
    /** Was taken back. */
    REVOKED("revoked"),
    /** Nobody can tell whether it was taken back. */
    STALE_REVOCATION_LIST("stale revocation list"),
    /** Its role gets no content keys. */
    NOT_A_SUBSCRIBER("not a subscriber"),
    /** Its public key is that of a repair head. */
    REPAIR_HEAD_KEY("key of a repair head"),
    /** The policy token does not admit it. */
    POLICY("not admitted by the policy");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    /** In words, for the audit trail. */
    public String text() {
        return text;
    }
}
