package io.trackmc.cli.keys;

import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.controller.log.DamagedLogException;
import io.trackmc.keys.controller.proof.ProofException;
import java.util.function.Supplier;

/** A log that was altered, or a proof that does not hold, is no wrong usage: it is what these commands are there to find. */
final class ProofFaults {

    private ProofFaults() {}

    static <T> T asFailure(Supplier<T> work) {
        try {
            return work.get();
        } catch (ProofException | DamagedLogException e) {
            throw TaskException.failed(String.valueOf(e.getMessage()), e);
        }
    }
}
