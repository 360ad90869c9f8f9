package io.trackmc.net.client;

import java.net.URI;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A management address, and what it takes to ask there.
 *
 * @param url scheme, host and port
 * @param token that it asks for; null for none
 * @param tls trusts whoever may answer there; null for what the Java installation trusts
 */
public record ManagementAddress(URI url, @Nullable String token, @Nullable SSLContext tls) {

    /** Says nothing of the token. */
    @Override
    public String toString() {
        return url.toString();
    }
}
