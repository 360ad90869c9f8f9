package io.trackmc.sim.drill;

import io.trackmc.sim.tree.Place;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads selectors as operators write them. */
final class SelectorText {

    static final String ALLOWED = "sender, rh-N, receiver-N, repair-heads, receivers, repair-heads on level N,"
            + " authorities, transport-controller, content-authority,"
            + " half of .., N of .., P% of .., region of .., children of .., parent of .., backup of ..";

    private static final Pattern NAME = Pattern
            .compile("sender|(rh|receiver)-[1-9][0-9]{0,6}|transport-controller|content-authority");
    private static final Pattern LEVEL = Pattern.compile("repair-heads on level ([1-9])");
    private static final Pattern SHARE = Pattern.compile("([1-9][0-9]?|100)%");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,5}");
    private static final String OF = " of ";
    private static final double PER_CENT = 100;

    private SelectorText() {}

    /** Reads one; null when it makes no sense. */
    static @Nullable Selector parse(String text) {
        int of = text.indexOf(OF);
        if (of < 0) {
            return simple(text.strip());
        }
        Selector rest = parse(text.substring(of + OF.length()));
        return rest == null ? null : applied(text.substring(0, of).strip(), rest);
    }

    private static @Nullable Selector simple(String text) {
        Matcher level = LEVEL.matcher(text);
        if (level.matches()) {
            return new Selector.Level(Integer.parseInt(level.group(1)));
        }
        return switch (text) {
            case "repair-heads" -> new Selector.All(Place.Role.REPAIR_HEAD);
            case "authorities" -> new Selector.Authorities();
            case "receivers" -> new Selector.All(Place.Role.RECEIVER);
            default -> NAME.matcher(text).matches() ? new Selector.Named(text) : null;
        };
    }

    private static @Nullable Selector applied(String word, Selector rest) {
        Matcher share = SHARE.matcher(word);
        if (share.matches()) {
            return new Selector.Some(Integer.parseInt(share.group(1)) / PER_CENT, 0, rest);
        }
        if (word.equals("half")) {
            return new Selector.Some(0.5, 0, rest);
        }
        if (NUMBER.matcher(word).matches()) {
            return new Selector.Some(0, Integer.parseInt(word), rest);
        }
        List<String> relations = Arrays.stream(Selector.Relation.values())
                .map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
        int index = relations.indexOf(word);
        return index < 0 ? null : new Selector.Related(Selector.Relation.values()[index], rest);
    }

    /** The first name in a selector, or level, that a tree does not have; null when it has them all. */
    static @Nullable String missing(Selector selector, DrillTree tree) {
        return switch (selector) {
            case Selector.Named named -> tree.has(named.name()) ? null : named.name();
            case Selector.Some some -> missing(some.of(), tree);
            case Selector.Related related -> missing(related.of(), tree);
            case Selector.All _,Selector.Level _,Selector.Authorities _ -> null;
        };
    }
}
