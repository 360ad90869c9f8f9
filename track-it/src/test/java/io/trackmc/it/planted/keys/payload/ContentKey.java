package io.trackmc.it.planted.keys.payload;

/** What no repair head may reach. */
public final class ContentKey {}
