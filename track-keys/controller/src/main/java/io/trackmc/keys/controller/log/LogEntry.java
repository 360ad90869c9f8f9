package io.trackmc.keys.controller.log;

import java.util.List;

/**
 * What an authority writes down, one line each. Hashes are SHA-256 in 64 lower-case hexadecimal digits, node ids u32 as numbers, texts
 * have 1 to 512 characters, names of keys are as {@link KeyName} makes them. A constructor refuses anything else, so whatever can be made
 * can be written and read again.
 */
public sealed interface LogEntry {

    /** Most edges in one entry; a larger rekey goes on in entries of type {@code wraps}. */
    int MAX_EDGES = 4096;

    /**
     * The first entry of every log: whose it is.
     *
     * @param layer {@code transport} or {@code content}
     * @param gid group id, 16 hexadecimal digits
     * @param group name of the group
     * @param operator who runs the authority: organisation of its certificate
     * @param certificate its certificate, DER in base64
     * @param anchor the trust anchor under which that is, DER in base64
     */
    record AuthorityCreated(String layer, String gid, String group, String operator, String certificate, String anchor)
            implements
                LogEntry {
        /** Checks the fields. */
        public AuthorityCreated {
            Check.require(layer.equals("transport") || layer.equals("content"), "transport or content");
            Check.hex(gid, 16);
            Check.text(group);
            Check.text(operator);
            Check.require(!certificate.isEmpty() && !anchor.isEmpty(), "a certificate");
        }
    }

    /**
     * A policy token came into force.
     *
     * @param edition from 1
     * @param sha256 of its bytes
     */
    record Token(long edition, String sha256) implements LogEntry {
        /** Checks the fields. */
        public Token {
            Check.positive(edition);
            Check.hash(sha256);
        }
    }

    /**
     * A larger plan of the group came into force: who may be in it, and where.
     *
     * @param nodes in all
     * @param sha256 of the file
     */
    record Plan(long nodes, String sha256) implements LogEntry {
        /** Checks the fields. */
        public Plan {
            Check.positive(nodes);
            Check.hash(sha256);
        }
    }

    /**
     * An epoch was made.
     *
     * @param epoch from 1
     * @param spi 8 hexadecimal digits
     * @param protectedContent false for a content epoch whose content is in clear; always true in the transport layer
     */
    record Epoch(long epoch, String spi, boolean protectedContent) implements LogEntry {
        /** Checks the fields. */
        public Epoch {
            Check.positive(epoch);
            Check.hex(spi, 8);
        }
    }

    /**
     * A member was admitted.
     *
     * @param id node id
     * @param name of the node
     * @param role {@code sender}, {@code repair-head} or {@code receiver}
     * @param operator who runs it: organisation of its certificate
     * @param certificate SHA-256 of its certificate
     * @param key SHA-256 of its SubjectPublicKeyInfo
     * @param leaves names of its leaf keys in the tree
     */
    record MemberAdmitted(long id, String name, String role, String operator, String certificate, String key,
            List<String> leaves) implements LogEntry {
        /** Checks the fields. */
        public MemberAdmitted {
            Check.nodeId(id);
            Check.text(name);
            Check.text(role);
            Check.text(operator);
            Check.hash(certificate);
            Check.hash(key);
            leaves = Check.names(leaves);
        }
    }

    /**
     * Keys were given to a member. It is written before they leave the authority.
     *
     * @param to node id
     * @param certificate SHA-256 of the certificate for which they were released
     * @param how {@code bundle} (a file), {@code hpke} (sealed to the certificate's holder) or {@code tls}
     * @param keys names
     */
    record Release(long to, String certificate, String how, List<String> keys) implements LogEntry {
        /** Checks the fields. */
        public Release {
            Check.nodeId(to);
            Check.hash(certificate);
            Check.require(how.equals("bundle") || how.equals("hpke") || how.equals("tls"), "bundle, hpke or tls");
            keys = Check.names(keys);
        }
    }

    /**
     * A rekey was made. It is written before the rekey is multicast.
     *
     * @param sequence rekeySequence, from 1
     * @param epoch that it brings
     * @param reason {@code scheduled}, {@code membership}, {@code expulsion} or {@code compromise}
     * @param expelled node ids
     * @param header SHA-256 of the INNER of its header
     * @param wraps what was wrapped under what
     * @param derives what is derived from what
     */
    record Rekey(long sequence, long epoch, String reason, List<Long> expelled, String header, List<KeyEdge> wraps,
            List<KeyEdge> derives) implements LogEntry {
        /** Checks the fields. */
        public Rekey {
            Check.positive(sequence);
            Check.positive(epoch);
            Check.text(reason);
            expelled.forEach(Check::nodeId);
            expelled = List.copyOf(expelled);
            Check.hash(header);
            Check.require(wraps.size() + derives.size() <= MAX_EDGES, "at most " + MAX_EDGES + " wraps and derives");
            wraps = List.copyOf(wraps);
            derives = List.copyOf(derives);
        }
    }

    /**
     * More of a rekey that has too many keys for one entry.
     *
     * @param sequence rekeySequence, from 1
     * @param wraps what was wrapped under what
     * @param derives what is derived from what
     */
    record Wraps(long sequence, List<KeyEdge> wraps, List<KeyEdge> derives) implements LogEntry {
        /** Checks the fields. */
        public Wraps {
            Check.positive(sequence);
            Check.require(wraps.size() + derives.size() <= MAX_EDGES, "at most " + MAX_EDGES + " wraps and derives");
            wraps = List.copyOf(wraps);
            derives = List.copyOf(derives);
        }
    }

    /**
     * Whether everybody in the tree had come to the epoch of a rekey, as the sender told.
     *
     * @param epoch that the rekey brought
     * @param all false when the group went on without some; true may follow then
     */
    record Convergence(long epoch, boolean all) implements LogEntry {
        /** Checks the field. */
        public Convergence {
            Check.positive(epoch);
        }
    }

    /** A member was expelled. */
    record Expelled(long id, String reason) implements LogEntry {
        /** Checks the fields. */
        public Expelled {
            Check.nodeId(id);
            Check.text(reason);
        }
    }

    /** A member left. */
    record Left(long id) implements LogEntry {
        /** Checks the field. */
        public Left {
            Check.nodeId(id);
        }
    }

    /**
     * A certificate was issued.
     *
     * @param name of the node
     * @param role its one role
     * @param certificate SHA-256
     */
    record CertificateIssued(String name, String role, String certificate) implements LogEntry {
        /** Checks the fields. */
        public CertificateIssued {
            Check.text(name);
            Check.text(role);
            Check.hash(certificate);
        }
    }

    /**
     * A certificate was revoked.
     *
     * @param serial in hexadecimal digits
     * @param certificate SHA-256
     */
    record Revoked(String serial, String certificate, String reason) implements LogEntry {
        /** Checks the fields. */
        public Revoked {
            Check.text(serial);
            Check.hexDigits(serial);
            Check.hash(certificate);
            Check.text(reason);
        }
    }

    /**
     * Something was refused.
     *
     * @param who as far as is known: a name, a certificate's hash, an address
     */
    record Refused(String who, String reason) implements LogEntry {
        /** Checks the fields. */
        public Refused {
            Check.text(who);
            Check.text(reason);
        }
    }

    /**
     * The authority signed the log as it was before this entry.
     *
     * @param size entries before this one
     * @param root Merkle root over their lines
     * @param signature {@link LogHead#sign}
     */
    record Head(long size, String root, String signature) implements LogEntry {
        /** Checks the fields. */
        public Head {
            Check.natural(size);
            Check.hash(root);
            Check.hex(signature, 128);
        }
    }

    /**
     * The authority countersigned a head of the other one's log, which it had found to go on from the last such one.
     *
     * @param key the other one's public key, 64 hexadecimal digits
     * @param signature {@link LogHead#countersign}
     */
    record Countersigned(String key, long size, String root, String signature) implements LogEntry {
        /** Checks the fields. */
        public Countersigned {
            Check.hash(key);
            Check.natural(size);
            Check.hash(root);
            Check.hex(signature, 128);
        }
    }

    /**
     * The other authority's countersignature of a head of this log came.
     *
     * @param key the other one's public key, 64 hexadecimal digits
     * @param size of the head
     */
    record Countersignature(String key, long size, String root, String signature) implements LogEntry {
        /** Checks the fields. */
        public Countersignature {
            Check.hash(key);
            Check.natural(size);
            Check.hash(root);
            Check.hex(signature, 128);
        }
    }
}
