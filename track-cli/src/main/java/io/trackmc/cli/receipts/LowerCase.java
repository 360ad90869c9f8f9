package io.trackmc.cli.receipts;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A constant of an enum by its name in lower case. */
class LowerCase<E extends Enum<E>> implements ITypeConverter<E> {

    private final List<E> constants;

    private LowerCase(Class<E> type) {
        constants = Arrays.asList(type.getEnumConstants());
    }

    @Override
    public E convert(String value) {
        return constants.stream().filter(each -> text(each).equals(value)).findFirst()
                .orElseThrow(() -> new TypeConversionException("found \"" + value + "\", allowed: "
                        + String.join(", ", constants.stream().map(LowerCase::text).toList())));
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static final class OfFormat extends LowerCase<ReceiptsExportCommand.Format> {
        OfFormat() {
            super(ReceiptsExportCommand.Format.class);
        }
    }

    static final class OfGrouping extends LowerCase<Grouping> {
        OfGrouping() {
            super(Grouping.class);
        }
    }
}
