package io.trackmc.proto.tree;

/** State of a child towards its parents; see {@link BindClient} for the diagram. */
public enum BindState {
    /** Not started. */
    IDLE,
    /** Waits for the address of a candidate, or until a candidate may be asked again. */
    SEARCHING,
    /** Asked a candidate and waits for its answer. */
    BINDING,
    /** Bound: the parent has confirmed. */
    BOUND,
    /** Said good-bye and waits for the answer. */
    UNBINDING,
    /** Left for good. */
    UNBOUND
}
