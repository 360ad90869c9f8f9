package io.trackmc.net;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which of the operating system's interfaces carries the sockets. */
public enum Transport {
    /** EPOLL where it works, else NIO, with a warning. */
    AUTO,
    /** Linux epoll with UDP_SEGMENT and UDP_GRO; an error where it does not work. */
    EPOLL,
    /** The JDK's own channels: one system call for each datagram, timers to the millisecond. */
    NIO;

    /** System property that decides where the configuration says AUTO: {@code auto}, {@code epoll} or {@code nio}. */
    public static final String PROPERTY = "track.net.transport";

    /**
     * Finds a transport by its name in any case; an absent name is AUTO.
     *
     * @throws ConfigurationException when there is no such transport
     */
    public static Transport of(@Nullable String name) {
        if (name == null) {
            return AUTO;
        }
        return Arrays.stream(values())
                .filter(transport -> transport.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        "transport '" + name + "' is unknown (allowed: auto, epoll, nio)"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
