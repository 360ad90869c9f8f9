package io.trackmc.it.wireshark;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.it.Repository;
import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.CongestionControl;
import io.trackmc.proto.wire.ConfirmOn;
import io.trackmc.proto.wire.DeliveryOrder;
import io.trackmc.proto.wire.EjectReason;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.SessionMode;
import io.trackmc.proto.wire.UnbindReason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dissector's words are those of the enums, and its fields those of the wire format. */
class DissectorWordsTest {

    private static final Pattern WORD = Pattern.compile("\\[(\\d+)] = \"([^\"]*)\"");
    private static final Pattern SECTION = Pattern.compile("^### (\\d\\.\\d+) (.*)$");
    private static final Pattern ROW = Pattern.compile("^\\| \\d* \\| ([A-Za-z]+) \\| (.*?) \\|.*$");
    private static final Pattern FLAG = Pattern.compile("bit \\d ([A-Z_ ]+):");

    /** Not fields: a list of bytes that nobody shows, and what is always 0. */
    private static final Set<String> NOT_SHOWN = Set.of("bytes", "reserved", "entries");

    @Test
    void shouldCallEverythingAsTheEnumsDo() throws IOException {
        checkWords(MessageType.values(), MessageType::code);
        checkWords(KeyClass.values(), KeyClass::code);
        checkWords(Direction.values(), Direction::code);
        checkWords(BindRole.values(), BindRole::code);
        checkWords(BindRejectReason.values(), BindRejectReason::code);
        checkWords(UnbindReason.values(), UnbindReason::code);
        checkWords(EjectReason.values(), EjectReason::code);
        checkWords(SessionMode.values(), SessionMode::code);
        checkWords(LateJoin.values(), LateJoin::code);
        checkWords(DeliveryOrder.values(), DeliveryOrder::code);
        checkWords(ConfirmOn.values(), ConfirmOn::code);
        checkWords(CongestionControl.values(), CongestionControl::code);
        checkWords(RekeyReason.values(), RekeyReason::code);
        checkWords(KeyTreeKind.values(), KeyTreeKind::code);
    }

    @Test
    void shouldGiveReasonsForDropsByTheirNames() throws IOException {
        Matcher list = Pattern.compile("local drop_reasons = \\{(.*?)}").matcher(Files.readString(Tshark.DISSECTOR));
        assertThat(list.find()).isTrue();
        List<String> known = Arrays.stream(DropReason.values()).map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        assertThat(Arrays.stream(list.group(1).split(",", -1)).map(each -> each.replace("\"", "").strip()))
                .isNotEmpty().isSubsetOf(known);
    }

    @Test
    void shouldHaveAFieldForEachRowOfTheWireFormat() throws Exception {
        Tshark.assumeInstalled();
        List<String> documented = documentedFields();
        assertThat(documented).hasSizeGreaterThan(150);
        assertThat(Tshark.fields()).containsAll(documented);
    }

    private static <E extends Enum<E>> void checkWords(E[] values, ToIntFunction<E> code) throws IOException {
        String name = values[0].getDeclaringClass().getSimpleName();
        Matcher table = Pattern.compile("\\b" + name + " = \\{(.*?)}", Pattern.DOTALL)
                .matcher(Files.readString(Tshark.DISSECTOR));
        assertThat(table.find()).as("words of %s", name).isTrue();
        Map<Integer, String> words = WORD.matcher(table.group(1)).results()
                .collect(Collectors.toMap(word -> Integer.valueOf(word.group(1)), word -> bare(word.group(2))));
        Map<Integer, String> expected = new TreeMap<>();
        for (E value : values) {
            expected.put(code.applyAsInt(value), bare(value.name()));
        }
        assertThat(words).as("words of %s", name).isEqualTo(expected);
    }

    /** {@code BIND_REQUEST}, {@code BindRequest} and "bind request" are one word. */
    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[_ ]", "");
    }

    private static List<String> documentedFields() throws IOException {
        List<String> names = new ArrayList<>();
        String prefix = null;
        for (String line : Files.readAllLines(Repository.root().resolve("docs/wire-format.md"))) {
            Matcher section = SECTION.matcher(line);
            if (section.matches()) {
                prefix = prefix(section.group(1), section.group(2));
            } else if (line.startsWith("#")) {
                prefix = null;
            }
            Matcher row = ROW.matcher(line);
            if (prefix != null && row.matches() && !NOT_SHOWN.contains(row.group(1))) {
                names.addAll(fieldsOf(prefix + row.group(1), row.group(2)));
            }
            if (prefix != null && line.startsWith("Flags: ")) {
                for (MatchResult flag : FLAG.matcher(line).results().toList()) {
                    names.add(prefix + "flags." + flag.group(1).strip().replace(' ', '_'));
                }
            }
        }
        return names;
    }

    /** Lists of tuples have a field for each of their parts. */
    private static List<String> fieldsOf(String name, String type) {
        if (!type.startsWith("(")) {
            return List.of(name);
        }
        List<String> parts = new ArrayList<>();
        for (String part : type.substring(1, type.lastIndexOf(')')).split(", ", -1)) {
            String word = part.startsWith("u") ? part.substring(part.indexOf(' ') + 1) : part.replaceAll("\\(.*", "");
            parts.add(name + "." + word);
        }
        return parts;
    }

    private static String prefix(String number, String title) {
        return switch (number) {
            case "2.1" -> "track.";
            case "3.1" -> "track.inner.";
            case "3.3" -> "track.frame.";
            case "3.4" -> "track.record.";
            case "3.5" -> "track.rekey.";
            case "3.6" -> "track.chunk.";
            default -> number.startsWith("5.") ? "track." + lowerFirst(title.split(" ", -1)[0]) + "." : null;
        };
    }

    /** {@code OData} is {@code odata}, {@code BindConfirm} {@code bindConfirm}. */
    private static String lowerFirst(String message) {
        boolean two = Character.isUpperCase(message.charAt(1));
        return message.substring(0, two ? 2 : 1).toLowerCase(Locale.ROOT) + message.substring(two ? 2 : 1);
    }
}
