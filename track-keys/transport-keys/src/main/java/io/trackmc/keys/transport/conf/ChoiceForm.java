package io.trackmc.keys.transport.conf;

import com.typesafe.config.ConfigValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of several words.
 *
 * @param <T> what they stand for
 */
public final class ChoiceForm<T> implements ValueForm<T> {

    private final Map<String, T> words;

    /** @param words in the order in which people read them, at least one */
    private ChoiceForm(Map<String, T> words) {
        this.words = words;
    }

    /** Words that stand for themselves. */
    public static ChoiceForm<String> of(String... words) {
        return of(words, word -> word);
    }

    /** The constants of an enum, by their words. */
    public static <E> ChoiceForm<E> of(E[] constants, Function<E, String> word) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : constants) {
            words.put(word.apply(constant), constant);
        }
        return new ChoiceForm<>(words);
    }

    /** Two words, for no and yes. */
    public static ChoiceForm<Boolean> yesOrNo(String no, String yes) {
        return of(new Boolean[] {false, true}, is -> is ? yes : no);
    }

    @Override
    public @Nullable T read(ConfigValue value) {
        return words.get(String.valueOf(value.unwrapped()));
    }

    @Override
    public String text(T value) {
        return words.entrySet().stream().filter(e -> e.getValue().equals(value)).findFirst().orElseThrow().getKey();
    }

    @Override
    public String type() {
        return "word";
    }

    @Override
    public String range() {
        return allowed();
    }

    @Override
    public String allowed() {
        return String.join(", ", words.keySet());
    }

    @Override
    public T placeholder() {
        return words.values().iterator().next();
    }
}
