package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.incarnation.StateLock;
import java.nio.file.Files;

/**
 * Holds a directory of authorities for one command of the group's owner: whoever reads what is there, makes the next of it and writes that would undo
 * what another one has done in between. Authorities that run do not hold it. The operating system takes it away when the program ends.
 */
final class OwnerLock implements AutoCloseable {

    private static final String HOLDER = "another command that changes this deployment (keys add, issue, policy, rebuild or revoke); wait for its end";

    private final StateLock lock;

    private OwnerLock(StateLock lock) {
        this.lock = lock;
    }

    /**
     * Takes it.
     *
     * @throws io.trackmc.keys.transport.file.KeyFileException when another command has it
     * @throws DeploymentException when there is no such directory, which would be made for the lock, or when a rebuild was cut off there
     */
    static OwnerLock take(AuthorityDirectory directory) {
        if (!Files.isDirectory(directory.path())) {
            throw new DeploymentException(directory.path()
                    + ": no such directory, needed: that of a deployment, as keys init makes it");
        }
        OwnerLock taken = new OwnerLock(StateLock.take(directory.path(), HOLDER));
        if (RebuildStage.isUnfinished(directory.path())) { // it may have come to that since the directory was opened
            taken.close();
            throw AuthorityDirectory.unfinished(directory.path());
        }
        return taken;
    }

    /** Takes it for a rebuild, which finishes what was cut off. */
    static OwnerLock takeToRebuild(AuthorityDirectory directory) {
        return new OwnerLock(StateLock.take(directory.path(), HOLDER));
    }

    @Override
    public void close() {
        lock.close();
    }
}
