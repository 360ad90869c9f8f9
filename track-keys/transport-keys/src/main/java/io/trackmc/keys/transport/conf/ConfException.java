package io.trackmc.keys.transport.conf;

import io.trackmc.keys.transport.file.KeyFileException;
import java.io.Serial;
import java.util.List;

/** A configuration cannot be used. Each fault is one line with file, line, key, value found and values allowed. */
public class ConfException extends KeyFileException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    /** With all faults, at least one. */
    public ConfException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    /** All faults, in the order in which they were found. */
    public List<String> faults() {
        return faults;
    }
}
