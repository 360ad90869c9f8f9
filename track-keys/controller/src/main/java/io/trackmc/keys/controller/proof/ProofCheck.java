package io.trackmc.keys.controller.proof;

import io.trackmc.proto.protect.KeyLayer;
import java.time.Instant;
import java.util.Objects;

/**
 * The proof itself, computed from two logs alone. Whoever writes a statement and whoever checks one compute the same.
 *
 * @param transport whose log the first was
 * @param content whose log the second was
 * @param operator of the node
 * @param epochs of content, none of whose keys the operator has
 * @param keys that the operator has
 * @param transportBytes length of the first log
 * @param contentBytes length of the second log
 */
record ProofCheck(LogOwner transport, LogOwner content, String operator, int epochs, int keys,
        long transportBytes, long contentBytes) {

    /**
     * Computes it.
     *
     * @param node name
     * @param at time of the statement, at which the authorities' certificates must be valid
     * @throws ProofException when it does not hold
     */
    static ProofCheck of(GivenLog transportLog, GivenLog contentLog, String node, Instant at) {
        LogOwner transport = transportLog.owner();
        LogOwner content = contentLog.owner();
        LogOwner.checkPair(transport, content, at);

        Closure closure = new Closure(node,
                MissedNames.bitsFor(transportLog.head().size() + contentLog.head().size()));
        ContentEpochs epochs = new ContentEpochs();
        HeadHistory transportHeads = new HeadHistory(transport, content);
        HeadHistory contentHeads = new HeadHistory(content, transport);
        GivenLog.Reading transportEnd = transportLog.read((record, chain) -> {
            transportHeads.accept(record, chain);
            closure.accept(KeyLayer.TRANSPORT, record);
        });
        transportHeads.end(transportEnd.end(), transportLog.head());
        GivenLog.Reading contentEnd = contentLog.read((record, chain) -> {
            contentHeads.accept(record, chain);
            epochs.accept(record);
            closure.accept(KeyLayer.CONTENT, record);
        });
        contentHeads.end(contentEnd.end(), contentLog.head());
        transportHeads.checkSeenIn(contentHeads, contentLog.head().size());
        contentHeads.checkSeenIn(transportHeads, transportLog.head().size());
        readAgain(closure, transportLog, contentLog);
        checkOutcome(closure, epochs, node, content);
        return new ProofCheck(transport, content, Objects.requireNonNull(closure.nodeOperator()), epochs.count(),
                closure.keys(), transportEnd.bytes(), contentEnd.bytes());
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
        ProofException found = closure.firstContentKey();
        if (found != null) {
            throw found;
        }
        if (epochs.count() == 0) {
            throw new ProofException("the content log declares no epoch: there was no content protection");
        }
        if (LogOwner.normal(operator).equals(LogOwner.normal(content.operator()))) {
            throw new ProofException("the operator of " + node + " runs the content authority");
        }
    }
}
