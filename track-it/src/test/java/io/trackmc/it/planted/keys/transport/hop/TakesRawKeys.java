package io.trackmc.it.planted.keys.transport.hop;

import io.trackmc.it.planted.keys.transport.key.InsecureSecretAccess;

/** Breaks raw-keys. */
final class TakesRawKeys {
    final InsecureSecretAccess access = new InsecureSecretAccess();
}
