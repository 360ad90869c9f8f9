package io.trackmc.cli.drill.deployment;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a management address is asked.
 *
 * @param url with scheme, host and port
 * @param tokenFile has the token that is shown
 * @param certificate that it shows, or that of its CA, PEM; null where CAs of the Java installation are trusted, or without TLS
 */
record ManagementPlace(URI url, Path tokenFile, @Nullable Path certificate) {}
