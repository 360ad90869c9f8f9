package io.trackmc.cli.ops;

/**
 * A word that reports, logs, metrics or the API use, and what it means there.
 *
 * @param name in lower case, with underscores
 * @param where it stands
 * @param meaning one clause or sentence, in words for operators
 * @param remedy what to do about it; empty where there is nothing to be done, as of a counter
 */
record Word(String name, String where, String meaning, String remedy) {

    /** One that is no trouble. */
    Word(String name, String where, String meaning) {
        this(name, where, meaning, "");
    }
}
