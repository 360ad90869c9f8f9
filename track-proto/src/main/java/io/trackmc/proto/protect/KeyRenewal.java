package io.trackmc.proto.protect;

/** Keys of one layer that an authority has given a running node anew, ready to be put beside those that it has. */
@FunctionalInterface
public interface KeyRenewal {

    /**
     * Puts them into the node's {@link KeyUpdates}. On the engine's thread, once.
     *
     * @return the oldest epoch that was not installed before; 0 when the node has come as far by itself meanwhile, and nothing was changed
     */
    long install();
}
