package io.trackmc.keys.controller.proof;

import io.trackmc.proto.protect.KeyLayer;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The proof itself, computed from two logs alone. Whoever writes a statement and whoever checks one compute the same.
 *
 * @param transport whose log the first was
 * @param content whose log the second was
 * @param operator of the node
 * @param epochs of content, none of whose keys the operator has
 * @param keys that the operator has
 * @param transportEnd where the first log ends
 * @param contentEnd where the second log ends
 */
record ProofCheck(LogOwner transport, LogOwner content, String operator, int epochs, int keys,
        GivenLog.Reading transportEnd, GivenLog.Reading contentEnd) {

    /**
     * Computes it.
     *
     * @param node name
     * @throws ProofException when it does not hold
     */
    static ProofCheck of(GivenLog transportLog, GivenLog contentLog, String node) {
        LogOwner transport = transportLog.owner();
        LogOwner content = contentLog.owner();
        LogOwner.checkPair(transport, content);

        Closure closure = new Closure(node,
                MissedNames.bitsFor(transportLog.head().size() + contentLog.head().size()));
        ContentEpochs epochs = new ContentEpochs();
        LogRules transportRules = new LogRules(KeyLayer.TRANSPORT);
        LogRules contentRules = new LogRules(KeyLayer.CONTENT);
        HeadHistory transportHeads = new HeadHistory(transport, content);
        HeadHistory contentHeads = new HeadHistory(content, transport);
        GivenLog.Reading transportEnd = transportLog.read((record, chain) -> {
            transportHeads.accept(record, chain);
            transportRules.accept(record);
            closure.accept(KeyLayer.TRANSPORT, record);
        });
        transportHeads.end(transportEnd.end(), transportLog.head());
        GivenLog.Reading contentEnd = contentLog.read((record, chain) -> {
            contentHeads.accept(record, chain);
            epochs.accept(record);
            contentRules.accept(record);
            closure.accept(KeyLayer.CONTENT, record);
        });
        contentHeads.end(contentEnd.end(), contentLog.head());
        transportHeads.checkSeenIn(contentHeads, contentLog.head().size());
        contentHeads.checkSeenIn(transportHeads, transportLog.head().size());
        readAgain(closure, transportLog, contentLog);
        checkOutcome(closure, epochs, node, content);
        throwIfAny(transportRules.firstFault());
        throwIfAny(contentRules.firstFault());
        ProofCheck check = new ProofCheck(transport, content, Objects.requireNonNull(closure.nodeOperator()),
                epochs.count(), closure.keys(), transportEnd, contentEnd);
        transport.checkCertificate(check.at());
        content.checkCertificate(check.at());
        return check;
    }

    /** Of what time it is a proof: that of the last entry of the log that ends earlier. Nobody can choose it. */
    Instant at() {
        return transportEnd.at().isBefore(contentEnd.at()) ? transportEnd.at() : contentEnd.at();
    }

    private static void readAgain(Closure closure, GivenLog transportLog, GivenLog contentLog) {
        while (closure.needsAnotherReading()) {
            closure.begin();
            transportLog.read((record, _) -> closure.accept(KeyLayer.TRANSPORT, record));
            contentLog.read((record, _) -> closure.accept(KeyLayer.CONTENT, record));
        }
    }

    private static void checkOutcome(Closure closure, ContentEpochs epochs, String node, LogOwner content) {
        String operator = closure.nodeOperator();
        if (operator == null) {
            throw new ProofException("the transport log admits no node " + node);
        }
        throwIfAny(closure.firstContentKey());
        if (epochs.count() == 0) {
            throw new ProofException("the content log declares no epoch: there was no content protection");
        }
        if (LogOwner.normal(operator).equals(LogOwner.normal(content.operator()))) {
            throw new ProofException("the operator of " + node + " runs the content authority");
        }
    }

    private static void throwIfAny(@Nullable ProofException fault) {
        if (fault != null) {
            throw fault;
        }
    }
}
