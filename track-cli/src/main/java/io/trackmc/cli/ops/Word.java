package io.trackmc.cli.ops;

/**
 * A word that reports, logs, metrics or the API use, and what it means there.
 *
 * @param name in lower case, with underscores
 * @param where it stands
 * @param meaning one clause or sentence, in words for operators
 */
record Word(String name, String where, String meaning) {}
