package io.trackmc.it.planted.keys.transport.key;

/** What few may touch. */
public final class InsecureSecretAccess {}
