package io.trackmc.net.drill;

/** How a process ends when a drill says so. */
public interface ProcessEnd {

    /** The process that this is. */
    ProcessEnd OWN = new ProcessEnd() {

        @Override
        public void kill() {
            Runtime.getRuntime().halt(KILLED);
        }

        @Override
        public void terminate() {
            Runtime.getRuntime().exit(TERMINATED);
        }
    };

    /** Exit codes of who was ended by SIGKILL and by SIGTERM. */
    int KILLED = 137;
    /** See {@link #KILLED}. */
    int TERMINATED = 143;

    /** At once, without anything that would be done at an end. */
    void kill();

    /** As SIGTERM would end it. */
    void terminate();
}
