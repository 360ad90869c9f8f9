package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.conf.ConfException;
import java.io.Serial;
import java.util.List;

/** A node's configuration cannot be used. */
public final class NodeConfigException extends ConfException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With all faults, at least one. */
    public NodeConfigException(List<String> faults) {
        super(faults);
    }
}
