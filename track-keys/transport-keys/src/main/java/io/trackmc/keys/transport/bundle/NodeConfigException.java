package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.file.KeyFileException;
import java.io.Serial;
import java.util.List;

/** A node's configuration cannot be used. Each fault is one line with file, line, key, value found and values allowed. */
public final class NodeConfigException extends KeyFileException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    /** With all faults, at least one. */
    public NodeConfigException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    /** All faults, in the order of the keys. */
    public List<String> faults() {
        return faults;
    }
}
