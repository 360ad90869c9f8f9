package io.trackmc.cli.fileset;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What becomes of a regular file that is in the place of a file with other content. One with the same content stays in any case. */
public enum Existing {
    /** It stays, and the file that came fails. */
    REFUSE,
    /** The file that came takes its place, in one step. */
    REPLACE;

    /** Reads its word. */
    public static final class Converter implements ITypeConverter<Existing> {
        @Override
        public Existing convert(String value) {
            return switch (value) {
                case "refuse" -> REFUSE;
                case "replace" -> REPLACE;
                default -> throw new TypeConversionException("found \"" + value + "\", allowed: refuse, replace");
            };
        }
    }
}
