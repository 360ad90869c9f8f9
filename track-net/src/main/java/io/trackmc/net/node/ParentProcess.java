package io.trackmc.net.node;

/**
 * The process that has started this one for a while, as a demonstration or a drill does: when it ends, however that is, this one ends too. The JDK looks
 * whether it is still there every 0.3 s at first, and every 5 s later on.
 */
public final class ParentProcess {

    /** System property: the id of that process. Without it this process is on its own. */
    public static final String PROPERTY = "track.parent";

    private ParentProcess() {}

    /** Begins to watch it, where there is one. */
    public static void watch() {
        Long pid = Long.getLong(PROPERTY);
        if (pid != null) {
            ProcessHandle.of(pid).ifPresentOrElse(parent -> {
                var _ = parent.onExit().thenRun(ParentProcess::end);
            }, ParentProcess::end);
        }
    }

    /** At once: whoever would want it to end well is gone. */
    private static void end() {
        Runtime.getRuntime().halt(1);
    }
}
