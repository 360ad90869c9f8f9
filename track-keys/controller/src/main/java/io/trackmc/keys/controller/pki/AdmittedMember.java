package io.trackmc.keys.controller.pki;

/**
 * Somebody who may have content keys. A content tree takes nothing else, and there is no way to one but {@link ContentAdmission#admit}: a
 * repair head, whose type is another, cannot be passed where one is wanted.
 */
public sealed interface AdmittedMember permits AdmittedSender, AdmittedReceiver {

    /** Who it is. */
    SubscriberIdentity identity();
}
