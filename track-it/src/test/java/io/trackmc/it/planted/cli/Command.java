package io.trackmc.it.planted.cli;

/** What nothing may depend on. */
public final class Command {}
