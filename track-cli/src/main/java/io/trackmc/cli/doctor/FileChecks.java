package io.trackmc.cli.doctor;

import io.trackmc.cli.unit.ByteSize;
import io.trackmc.cli.task.Fault;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.tls.KeyPairFiles;
import io.trackmc.keys.transport.tls.TlsCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node's keys, certificate and state. Reads certificates and private keys; no bundle. */
final class FileChecks {

    private static final long LEAST_STATE_BYTES = 64L << 20;
    private static final Duration RENEW_BEFORE = Duration.ofDays(14);
    private static final String NOBODY_ELSE = "---";
    private static final int OWNER_LETTERS = 3;

    private final HostFacts host;

    FileChecks(HostFacts host) {
        this.host = host;
    }

    List<Check> all(NodeConfig config) {
        NodeConfig.Files files = config.files();
        NodeConfig.@Nullable Authorities authorities = config.authorities();
        Path certificate = authorities == null ? files.certificate() : authorities.certificate();
        Path privateKey = authorities == null ? files.privateKey() : authorities.privateKey();
        List<Check> checks = new ArrayList<>();
        Stream.of(files.transportBundle(), files.contentBundle(), privateKey).filter(Objects::nonNull)
                .forEach(file -> checks.add(secret(file)));
        checks.add(state(files.stateDirectory()));
        if (certificate != null && privateKey != null) {
            checks.addAll(certificate(certificate, privateKey));
        }
        return checks;
    }

    private Check secret(Path file) {
        @Nullable String permissions = host.permissions(file);
        boolean alone = permissions != null && permissions.substring(OWNER_LETTERS).equals(NOBODY_ELSE + NOBODY_ELSE);
        boolean ok = alone && host.isReadable(file);
        String fix = permissions == null ? "copy it here; keys init has made it"
                : alone ? "chown it to the user that runs the node" : "chmod 600 " + file;
        return Check.of("key-file", ok, file + ": " + (permissions == null ? "not there" : permissions
                + (host.isReadable(file) ? "" : ", not readable by this user")), "rw------- and readable", fix);
    }

    private Check state(Path directory) {
        Path there = directory;
        while (host.permissions(there) == null && there.getParent() != null) {
            there = there.getParent();
        }
        String needed = "writable, with " + ByteSize.text(LEAST_STATE_BYTES) + " free";
        if (!host.isWritable(there)) {
            return Check.of("state", false, there + " is not writable by this user", needed,
                    "chown it to the user that runs the node: " + there);
        }
        try {
            long free = host.usableBytes(there);
            return Check.of("state", free >= LEAST_STATE_BYTES, directory + ": " + ByteSize.text(free) + " free",
                    needed,
                    "make room on the file system (df " + there + "), or set state.directory to another");
        } catch (IOException e) {
            return Check.of("state", false, Fault.text(e), needed, "look at " + there);
        }
    }

    private List<Check> certificate(Path certificate, Path privateKey) {
        try {
            X509Certificate own = TlsCredentials.certificates(certificate).getFirst();
            return List.of(validity(certificate, own),
                    matches(certificate, privateKey));
        } catch (KeyFileException | IllegalArgumentException e) {
            return List.of(Check.of("certificate", false, Fault.text(e), "a certificate and its private key, PEM",
                    "copy both here again"));
        }
    }

    private Check validity(Path file, X509Certificate certificate) {
        Instant now = host.now();
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        boolean ok = !now.isBefore(from) && now.plus(RENEW_BEFORE).isBefore(until);
        return Check.of("certificate", ok, file + ": valid from " + from + " to " + until + "; now it is " + now,
                "valid now and for 14 days more", now.isBefore(from)
                        ? "set the clock: timedatectl set-ntp true"
                        : "make a new one where the CA is: track keys issue --help; then copy it here");
    }

    private static Check matches(Path file, Path privateKey) {
        boolean ok;
        try {
            ok = !KeyPairFiles.read(file, privateKey).chain().isEmpty();
        } catch (KeyFileException _) {
            ok = false;
        }
        return Check.of("certificate-key", ok,
                ok ? "the private key is that of " + file : "the private key is not that of " + file,
                "the key of the certificate", "copy the .pem files of one and the same node");
    }
}
