package io.trackmc.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** README.md and docs/*.md, and the commands in their code blocks. */
final class Documents {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern FENCE = Pattern.compile("^\\s*```(\\w*).*");
    private static final String INDENT = "    ";
    private static final Pattern INLINE = Pattern.compile("`((?:\\./)?track [^`]+)`");
    /** Another program in a block of its own is found by an option, or by being named with its directory. */
    private static final Pattern LOOKS_LIKE_COMMAND = Pattern.compile(
            "^(\\./|packaging/|\\$ |sudo |(?!TRACK_OPTIONS)[A-Z_]+=\\S+ ).*|^[a-z][\\w.-]* (.* )?--?[a-zA-Z][\\w-]*( .*|=.*)?$");
    private static final Pattern SHOWS_OUTPUT = Pattern.compile("^\\$ .*");

    private Documents() {}

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")),
                    files.filter(file -> file.toString().endsWith(".md")).sorted()).toList();
        }
    }

    /**
     * All commands in code blocks.
     *
     * @param programs a block that begins with one of them has commands only
     */
    static List<ShellLine> commands(Set<String> programs) throws IOException {
        List<ShellLine> commands = new ArrayList<>();
        for (Path document : all()) {
            for (List<Line> block : blocks(document)) {
                commands.addAll(commands(block, programs));
            }
        }
        return commands;
    }

    /** Commands of {@code track} in running text, which may say less than a whole command line does. Not of the catalogue of errors, where it is what programs said. */
    static List<ShellLine> inline() throws IOException {
        List<ShellLine> commands = new ArrayList<>();
        for (Path document : all().stream().filter(file -> !file.endsWith("errors.md")).toList()) {
            INLINE.matcher(Files.readString(document)).results()
                    .forEach(found -> commands.addAll(ShellLine.of(document.getFileName().toString(), found.group(1))));
        }
        return commands;
    }

    private record Line(String where, String text) {}

    private static List<ShellLine> commands(List<Line> block, Set<String> programs) {
        String first = block.getFirst().text();
        List<ShellLine> head = ShellLine.of("", first);
        if (head.isEmpty()
                || (!programs.contains(head.getFirst().program()) && !LOOKS_LIKE_COMMAND.matcher(first).matches())) {
            return List.of();
        }
        boolean hasOutput = SHOWS_OUTPUT.matcher(first).matches();
        List<ShellLine> commands = new ArrayList<>();
        String begun = "";
        for (Line line : block) {
            if (hasOutput && !SHOWS_OUTPUT.matcher(line.text()).matches()) {
                continue;
            }
            String whole = begun + line.text().strip();
            if (whole.endsWith("\\")) {
                begun = whole.substring(0, whole.length() - 1);
            } else {
                begun = "";
                commands.addAll(ShellLine.of(line.where(), whole));
            }
        }
        return commands;
    }

    /** Blocks that are fenced, but for diagrams, and blocks that are indented. */
    private static List<List<Line>> blocks(Path document) throws IOException {
        List<List<Line>> blocks = new ArrayList<>();
        List<Line> block = new ArrayList<>();
        boolean fenced = false;
        boolean afterBlank = true;
        int number = 0;
        for (String line : Files.readAllLines(document)) {
            number++;
            boolean fence = FENCE.matcher(line).matches();
            boolean inside = fenced ? !fence : line.startsWith(INDENT) && (afterBlank || !block.isEmpty());
            if (inside && !line.isBlank()) {
                block.add(new Line(document.getFileName() + ":" + number,
                        fenced ? line : line.substring(INDENT.length())));
            } else if (!block.isEmpty() && !(fenced && line.isBlank())) {
                blocks.add(block);
                block = new ArrayList<>();
            }
            fenced = fence != fenced;
            afterBlank = line.isBlank();
        }
        if (!block.isEmpty()) {
            blocks.add(block);
        }
        return blocks;
    }
}
