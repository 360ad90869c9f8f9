package io.trackmc.keys.transport.registration;

/**
 * One question for keys, and how its answer is read; made anew each time that is asked.
 *
 * @param <K> the keys
 */
public interface Question<K> {

    /** What goes to the authority. */
    Ask.Join ask();

    /**
     * Reads the answer.
     *
     * @throws IllegalArgumentException when it is not one to this question
     */
    K keys(Blob bundle);
}
