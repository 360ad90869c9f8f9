package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.policy.PolicyEdit;
import io.trackmc.keys.controller.policy.PolicyEditions;
import io.trackmc.keys.controller.policy.SignedPolicy;
import io.trackmc.keys.transport.file.SecureFiles;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Signs policies with the key of the group's owner, and offers them to the authorities, who look for a newer one once a second. */
public final class PolicyOffice {

    private final AuthorityDirectory directory;
    private final Path file;
    private final KeyPair owner;

    /**
     * Of the directory that holds the owner's key.
     *
     * @param warnings told in one line when that file is open to others
     * @throws io.trackmc.keys.transport.file.KeyFileException when it cannot be read
     */
    public PolicyOffice(AuthorityDirectory directory, Consumer<String> warnings) {
        this.directory = directory;
        file = directory.policy();
        owner = directory.ownerKey(warnings);
    }

    /** Where policies are offered. */
    public Path file() {
        return file;
    }

    /**
     * The policy that is offered now.
     *
     * @throws io.trackmc.keys.controller.policy.PolicyException when the owner has not signed it
     */
    public SignedPolicy current() {
        return SignedPolicy.read(file.toString(), SecureFiles.read(file, _ -> {}), owner.verificationKey());
    }

    /** The next edition of it, to be made. */
    public PolicyEdit edit() {
        return new PolicyEdit(file.toString(), current());
    }

    /**
     * Signs an edition and offers it; it is on the disk when this returns. One that was made of an edition before the present one is refused.
     *
     * @throws io.trackmc.keys.transport.file.KeyFileException when another command works on the deployment
     * @throws io.trackmc.keys.controller.policy.PolicyException with key, what was found and what is allowed; nothing is written then
     */
    public SignedPolicy issue(PolicyEdit edit) {
        try (OwnerLock _ = OwnerLock.take(directory)) {
            SignedPolicy signed = SignedPolicy.sign(edit.next(), owner);
            PolicyEditions asAuthoritiesReadIt = new PolicyEditions(owner.verificationKey());
            asAuthoritiesReadIt.accept(file.toString(), current().bytes());
            asAuthoritiesReadIt.accept(file.toString(), signed.bytes());
            SecureFiles.writePublic(file, signed.bytes());
            return signed;
        }
    }
}
