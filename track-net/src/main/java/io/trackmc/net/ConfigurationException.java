package io.trackmc.net;

import java.util.List;

/** A configuration that cannot work on this host; names every fault found, and what would be allowed instead. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<String> faults;

    /** One fault. */
    public ConfigurationException(String fault) {
        this(List.of(fault));
    }

    /** One fault, with the error of the operating system that showed it. */
    public ConfigurationException(String fault, Throwable cause) {
        super(fault, cause);
        this.faults = List.of(fault);
    }

    /** All faults, at least one. */
    public ConfigurationException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    /** The faults, one sentence each. */
    public List<String> faults() {
        return faults;
    }
}
