package io.trackmc.keys.transport.conf;

import java.util.Set;
import java.util.function.Function;

/**
 * All that there is to know of one key of a configuration.
 *
 * @param name with dots
 * @param form what its value may be
 * @param absence what it means that it is not there
 * @param roles in whose files it may stand; empty for all of the catalogue
 * @param reloads roles that take another value while they run; others need a restart
 * @param purpose what it is for, in one line
 * @param advice when to change it; may be empty
 * @param <T> type of its value
 */
public record KeyEntry<T>(
        String name,
        ValueForm<T> form,
        Absence<T> absence,
        Set<String> roles,
        Set<String> reloads,
        String purpose,
        String advice) {

    /** Keeps copies of the sets. */
    public KeyEntry {
        roles = Set.copyOf(roles);
        reloads = Set.copyOf(reloads);
    }

    /** One that must be there. */
    public static <T> KeyEntry<T> needed(String name, ValueForm<T> form, String purpose, String advice) {
        return of(name, form, new Absence.Needed<>(), purpose, advice);
    }

    /**
     * One that need not be there.
     *
     * @param means what comes of its absence
     */
    public static <T> KeyEntry<T> optional(String name, ValueForm<T> form, String means, String purpose,
            String advice) {
        return of(name, form, new Absence.Nothing<>(means), purpose, advice);
    }

    /** One with a default. */
    public static <T> KeyEntry<T> withDefault(String name, ValueForm<T> form, T value, String purpose, String advice) {
        return of(name, form, new Absence.Default<>(value), purpose, advice);
    }

    /** One whose default others give. */
    public static <T> KeyEntry<T> derived(String name, ValueForm<T> form, String means,
            Function<ConfValues, T> derive, String purpose, String advice) {
        return of(name, form, new Absence.Derived<>(means, derive), purpose, advice);
    }

    private static <T> KeyEntry<T> of(String name, ValueForm<T> form, Absence<T> absence, String purpose,
            String advice) {
        return new KeyEntry<>(name, form, absence, Set.of(), Set.of(), purpose, advice);
    }

    /** The same in files of these roles only. */
    public KeyEntry<T> onlyFor(String... some) {
        return new KeyEntry<>(name, form, absence, Set.of(some), reloads, purpose, advice);
    }

    /** The same, which these roles take while they run. */
    public KeyEntry<T> reloadedBy(String... some) {
        return new KeyEntry<>(name, form, absence, roles, Set.of(some), purpose, advice);
    }

    /** Whether it may stand in a file of that role. */
    public boolean isFor(String role) {
        return roles.isEmpty() || roles.contains(role);
    }

    /** Whether a file without it is wrong. */
    public boolean isNeeded() {
        return absence instanceof Absence.Needed<T>;
    }

    /** What is in its place when it is not there, for people. */
    public String defaultText() {
        return switch (absence) {
            case Absence.Needed<T> _ -> "needed";
            case Absence.Nothing<T> nothing -> nothing.means();
            case Absence.Default<T> byDefault -> form.text(byDefault.value());
            case Absence.Derived<T> derived -> derived.means();
        };
    }

}
