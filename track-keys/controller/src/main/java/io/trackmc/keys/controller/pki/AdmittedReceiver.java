package io.trackmc.keys.controller.pki;

/** A receiver that may have content keys. */
public final class AdmittedReceiver implements AdmittedMember {

    private final SubscriberIdentity identity;

    /** For {@link ContentAdmission} alone. */
    AdmittedReceiver(SubscriberIdentity identity) {
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
