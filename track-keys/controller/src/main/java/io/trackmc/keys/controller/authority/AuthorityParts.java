package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.deploy.GroupPlan;
import io.trackmc.keys.controller.deploy.GroupPlanFile;
import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.VerificationKey;
import io.trackmc.keys.controller.policy.RekeyPolicy;
import io.trackmc.keys.controller.tree.AuthorityStateFile;
import io.trackmc.keys.controller.tree.Place;
import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.incarnation.StateLock;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Everything of an authority but its thread and its socket, put together from its directory. Not thread-safe. */
final class AuthorityParts implements AutoCloseable {

    private static final Duration A_YEAR = Duration.ofDays(365);

    private final String group;
    private final StateLock lock;
    private final AuditLog log;
    private final RekeyOffice office;
    private final Desk desk;
    private final Door door;
    private final PolicyKeeper policy;
    private final PlanKeeper plans;
    private final MemberBundles bundles;
    private final RefusalAudit refusals;
    private final AuthoritySettings settings;
    private final RekeyPacer pacer;

    /**
     * What the log says of the past.
     *
     * @param inForce the policy that came into force last
     * @param missing entries of the last rekey that are not in it yet
     */
    private record Remembered(MemberBook book, ConvergenceWatch convergence, LogEntry.@Nullable Token inForce,
            List<LogEntry> missing) {}

    private AuthorityParts(AuthoritySettings settings, InstantSource clock, long nowMs, StateLock lock,
            DurableKeys keys, AuditLog log, Remembered remembered, Consumer<String> warnings) {
        this.settings = settings;
        this.lock = lock;
        this.log = log;
        KeyLayer layer = settings.layer();
        AuthorityDirectory directory = settings.directory();
        Path own = directory.own(layer);
        plans = new PlanKeeper(layer, directory);
        GroupPlanFile file = plans.file();
        MemberBook book = remembered.book;
        bundles = new MemberBundles(file, id -> book.standing(id) == MemberBook.Standing.EXPELLED);
        group = file.plan().group();
        policy = PolicyKeeper.open(directory.policy(), own.resolve(directory.policy().getFileName()),
                VerificationKey.ofHex(file.owner()), remembered.inForce);
        requireSameGroup(keys, directory);
        requireSameTenants(file.plan(), directory);
        refusals = new RefusalAudit(nowMs);
        pacer = new RekeyPacer(triggers(settings), nowMs, keys.tree().epochNumber());
        office = new RekeyOffice(keys, RekeyJournal.open(own.resolve("rekeys")), book, new PendingEvents(), pacer,
                log::append, reason -> terms(settings, reason, clock.instant()),
                remembered.convergence);
        office.catchUp(remembered.missing);
        remembered.convergence.open(() -> policy.current().token().convergence(), nowMs + pacer.patienceMs());
        office.expect(placesOf(layer, file.plan())::get, nowMs);
        door = new Door(layer, directory, new HashSet<>(file.repairHeadKeys().values()));
        RuleKeeper rule = new RuleKeeper(settings.admission(), warnings);
        Roster roster = new Roster(layer, plans, this::lookForPlan, book);
        Decisions decisions = new Decisions(refusals);
        Admissions admissions = new Admissions(layer, roster, door, rule, policy, bundles, office,
                new ReleaseLimit(settings.releasesAMinute(), nowMs), decisions);
        desk = new Desk(roster, door, policy, office, admissions, decisions);
        look(nowMs, clock.instant(), 0);
    }

    /**
     * Opens what is there, and brings it to where it was.
     *
     * @param nowMs by the clock that counts the time between rekeys
     */
    static AuthorityParts open(AuthoritySettings settings, InstantSource clock, long nowMs, Consumer<String> warnings) {
        KeyLayer layer = settings.layer();
        MemberBook book = new MemberBook();
        ConvergenceWatch convergence = new ConvergenceWatch();
        // Before anything is read: what another process is writing would look like half a change, and be cut off.
        StateLock lock = StateLock.take(settings.directory().own(layer));
        DurableKeys keys = null;
        AuditLog log = null;
        try {
            keys = DurableKeys.open(layer, new AuthorityStateFile(
                    settings.directory().own(layer).resolve(AuthorityStateFile.NAME), settings.store().open()),
                    warnings);
            List<LogEntry> missing = new ArrayList<>(keys.last() == null ? List.of() : keys.last().trace().entries());
            LogEntry.Token[] inForce = new LogEntry.Token[1];
            long[] rekeyed = new long[1];
            log = AuditLog.open(settings.directory().log(layer), clock, warnings, record -> {
                book.accept(record.entry());
                convergence.accept(record.entry());
                if (record.entry() instanceof LogEntry.Token token) {
                    inForce[0] = token;
                } else if (record.entry() instanceof LogEntry.Rekey rekey) {
                    rekeyed[0] = rekey.sequence();
                }
                if (!missing.isEmpty() && record.entry().equals(missing.getFirst())) {
                    missing.removeFirst();
                }
            });
            requireNotOlderThanTheLog(settings, keys, rekeyed[0]);
            return new AuthorityParts(settings, clock, nowMs, lock, keys, log,
                    new Remembered(book, convergence, inForce[0], missing), warnings);
        } catch (RuntimeException e) {
            if (log != null) {
                log.close();
            }
            if (keys != null) {
                keys.abandon();
            }
            lock.close();
            throw e;
        }
    }

    String group() {
        return group;
    }

    /** Counts what was refused at the socket. */
    void count(long tls) {
        refusals.counted("tls", tls);
    }

    /** Who may shake hands with this authority. Any thread. */
    X509TrustManager handshakes(InstantSource clock) {
        return door.handshakes(clock);
    }

    AuditLog log() {
        return log;
    }

    RekeyOffice office() {
        return office;
    }

    Desk desk() {
        return desk;
    }

    Map<String, Long> refusals() {
        return refusals.counts();
    }

    /**
     * Looks after what changes by itself: policy, revocation lists, and refusals that were only counted.
     *
     * @param tls refusals at the socket since the last look
     */
    void look(long nowMs, Instant now, long tls) {
        if (office.fault() != null) {
            return;
        }
        List<LogEntry> entries = new ArrayList<>(office.look(nowMs));
        lookForPlan();
        List<LogEntry> tokens = policy.look((file, why) -> entries.addAll(refusals.refused(file, "policy-token", why)));
        if (!tokens.isEmpty()) {
            pacer.use(triggers(settings));
            entries.addAll(tokens);
        }
        door.look(now, (file, why) -> entries.addAll(refusals.refused(file, "revocation-list", why)));
        count(tls);
        entries.addAll(refusals.tick(nowMs));
        if (!entries.isEmpty()) {
            office.write(entries);
        }
    }

    private void lookForPlan() {
        List<LogEntry> refused = new ArrayList<>();
        if (plans.look(office::write, (file, why) -> refused.addAll(refusals.refused(file, "group-plan", why)))) {
            bundles.use(plans.plan());
        }
        if (!refused.isEmpty()) {
            office.write(refused);
        }
    }

    @Override
    public void close() {
        try {
            List<LogEntry> rest = office.fault() == null ? refusals.rest() : List.of();
            if (!rest.isEmpty()) {
                office.write(rest);
            }
        } finally {
            try {
                office.close();
            } finally {
                log.close();
                lock.close();
            }
        }
    }

    /** A rekey is in the log after its change is on the disk, so keys that know less are a copy that somebody put back. */
    private static void requireNotOlderThanTheLog(AuthoritySettings settings, DurableKeys keys, long rekeyed) {
        if (keys.tree().sequence() < rekeyed) {
            throw new KeyFileException(settings.directory().own(settings.layer())
                    + ": found keys as they were after rekey "
                    + keys.tree().sequence() + ", allowed: after rekey " + rekeyed + ", which the log says was made");
        }
    }

    private static void requireSameGroup(DurableKeys keys, AuthorityDirectory directory) {
        // The log is the authority's own; a state of another group beside it is somebody's mistake.
        for (KeyLayer layer : KeyLayer.values()) {
            if (Files.exists(directory.log(layer)) && directory.gid(layer) != keys.tree().gid()) {
                throw new KeyFileException(directory.log(layer) + ": of another group than the keys beside it");
            }
        }
    }

    /** What the owner has signed of tenants is what the keys are given out by. */
    private void requireSameTenants(GroupPlan plan, AuthorityDirectory directory) {
        if (!policy.current().token().tenants().equals(plan.tenants())) {
            throw new KeyFileException(directory.policy() + ": found other tenants than in " + GroupPlanFile.NAME
                    + ", allowed: the same as when the group was made");
        }
    }

    private static Map<Integer, Place> placesOf(KeyLayer layer, GroupPlan plan) {
        Map<Integer, Place> places = new HashMap<>();
        for (GroupPlan.Node node : plan.nodes()) {
            Place place = plan.place(node);
            if (layer == KeyLayer.TRANSPORT || !place.heads() || place.region() == 0) {
                places.put(node.id(), place);
            }
        }
        return places;
    }

    private RekeyTriggers triggers(AuthoritySettings settings) {
        RekeyPolicy by = policy.current().token().rekey();
        AuthoritySettings.Rekeying own = settings.rekey();
        long patience = millis(own.hard(), by.hardMillis()) + millis(own.overlap(), by.overlapMillis());
        return new RekeyTriggers(millis(own.every(), by.everyMillis()),
                own.afterEvents() == null ? by.afterEvents() : own.afterEvents(), own.gather().toMillis(), patience);
    }

    private RekeyTerms terms(AuthoritySettings settings, RekeyReason reason, Instant now) {
        RekeyPolicy by = policy.current().token().rekey();
        AuthoritySettings.Rekeying own = settings.rekey();
        Instant issued = Instant.ofEpochMilli(now.toEpochMilli());
        long every = millis(own.every(), by.everyMillis());
        Instant expire = issued.plus(every == 0 ? A_YEAR : Duration.ofMillis(2 * every));
        return new RekeyTerms(reason, issued, (int) millis(own.notBefore(), by.notBeforeMillis()),
                (int) millis(own.hard(), by.hardMillis()), (int) millis(own.overlap(), by.overlapMillis()), expire,
                policy.current().hash());
    }

    private static long millis(@Nullable Duration own, long by) {
        return own == null ? by : own.toMillis();
    }
}
