package io.trackmc.cli.config;

import io.trackmc.keys.transport.conf.Catalogue;
import io.trackmc.keys.transport.conf.KeyEntry;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Names of all keys of all configuration files, for tests of documents. */
public final class Keys {

    /** A dotted name in code, alone or with a value; {@code -D} before it. */
    private static final Pattern NAMED = Pattern.compile(
            "`(?:-D)?([a-z]+(?:-[a-z]+)*\\.[a-z]+(?:-[a-z]+)*)(?: ?=[^`]*)?`|(?<= |^)-D([a-z]+(?:-[a-z]+)*\\.[a-z]+(?:-[a-z]+)*)=");
    /** Fields of the group's policy and of bundles that are named as keys are. */
    private static final Set<String> FIELDS = Set.of("group.id", "region.leaves");
    private static final Pattern FILE = Pattern
            .compile(".*\\.(conf|token|log|bundle|pem|svg|md|lua|state|journal|plan|key|crl|address)");

    private Keys() {}

    /** With dots. */
    public static Set<String> all() {
        Set<String> names = new TreeSet<>();
        for (Catalogue catalogue : ConfigReferenceCommand.catalogues()) {
            catalogue.entries().stream().map(KeyEntry::name).forEach(names::add);
        }
        return names;
    }

    /** Names in a document that begin as keys do and are none. */
    public static List<String> unknown(String document) {
        Set<String> known = all();
        Set<String> groups = new TreeSet<>();
        known.forEach(name -> groups.add(name.replaceFirst("\\..*", "")));
        return NAMED.matcher(document).results().map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .filter(name -> groups.contains(name.replaceFirst("\\..*", "")) && !known.contains(name)
                        && !FIELDS.contains(name))
                .filter(name -> !FILE.matcher(name).matches()).distinct().toList();
    }
}
