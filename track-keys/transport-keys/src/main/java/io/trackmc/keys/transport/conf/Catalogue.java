package io.trackmc.keys.transport.conf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All keys of one kind of file. Readers, faults, the reference and the documentation come from it, so that whatever is said of a key is said once.
 *
 * <p>Whoever adds a kind of file makes entries for it, a catalogue of these, and a reader that asks {@link ConfValues} for each.
 */
public final class Catalogue {

    private final String title;
    private final String what;
    private final List<String> roles;
    private final Map<String, KeyEntry<?>> entries = new LinkedHashMap<>();

    /**
     * A kind of file.
     *
     * @param title of the kind, for people
     * @param what it is, in a sentence
     * @param roles that have such a file; empty for part of one
     * @param entries in the order in which people read them
     * @throws IllegalArgumentException when two have one name, or one is for a role that is not there
     */
    public Catalogue(String title, String what, List<String> roles, List<? extends KeyEntry<?>> entries) {
        this.title = title;
        this.what = what;
        this.roles = List.copyOf(roles);
        for (KeyEntry<?> entry : entries) {
            boolean isNew = this.entries.put(entry.name(), entry) == null;
            boolean isKnown = roles.containsAll(entry.roles()) && roles.containsAll(entry.reloads());
            if (!isNew || !isKnown) {
                throw new IllegalArgumentException(
                        entry.name() + (isNew ? " is for an unknown role" : " is there twice"));
            }
        }
    }

    /** Title of the kind of file. */
    public String title() {
        return title;
    }

    /** What the kind of file is, in a sentence. */
    public String what() {
        return what;
    }

    /** Roles that have such a file. */
    public List<String> roles() {
        return roles;
    }

    /** All entries, in order. */
    public List<KeyEntry<?>> entries() {
        return List.copyOf(entries.values());
    }

    /** Entries that may stand in files of a role, in order. */
    public Stream<KeyEntry<?>> entries(String role) {
        return entries.values().stream().filter(entry -> entry.isFor(role));
    }

    /** The entry of that name, or null. */
    public @Nullable KeyEntry<?> entry(String name) {
        return entries.get(name);
    }

    /** Roles, of those that have such a file, that may have the key in it. */
    public List<String> rolesOf(KeyEntry<?> entry) {
        return roles.stream().filter(entry::isFor).toList();
    }
}
