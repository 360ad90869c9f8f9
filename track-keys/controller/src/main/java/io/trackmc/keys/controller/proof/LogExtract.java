package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogFiles;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Finds in a log the newest head that both authorities have signed. */
final class LogExtract {

    private LogExtract() {}

    /**
     * The log up to that head.
     *
     * @throws ProofException when there is no such head
     */
    static GivenLog newest(KeyLayer layer, Path file) {
        Map<Long, LogEntry.Head> heads = new HashMap<>();
        CountersignedHead[] newest = new CountersignedHead[1];
        LogFiles.read(file, (record, _) -> {
            if (record.entry() instanceof LogEntry.Head head) {
                heads.put(head.size(), head);
            } else if (record.entry() instanceof LogEntry.Countersignature by) {
                LogEntry.Head head = heads.get(by.size());
                if (head != null) {
                    newest[0] = new CountersignedHead(head.size(), head.root(), head.signature(), by.signature());
                    heads.clear();
                }
            }
            return true;
        });
        if (newest[0] == null) {
            throw new ProofException(file + ": holds no head that the other authority has countersigned");
        }
        return new GivenLog(layer, new LogLines(file, 0, newest[0].size()), newest[0]);
    }
}
