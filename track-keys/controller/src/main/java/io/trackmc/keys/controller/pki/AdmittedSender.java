package io.trackmc.keys.controller.pki;

/** A sender that may have content keys. */
public final class AdmittedSender implements AdmittedMember {

    private final SubscriberIdentity identity;

    /** For {@link ContentAdmission} alone. */
    AdmittedSender(SubscriberIdentity identity) {
        this.identity = identity;
    }

    @Override
    public SubscriberIdentity identity() {
        return identity;
    }

    @Override
    public String toString() {
        return identity.toString();
    }
}
