package io.trackmc.cli.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One command of a documented line of shell, without what only a shell needs: pipes are several commands; redirections, variables before a command, {@code
 * sudo} and remarks are left out.
 *
 * @param where file and line
 * @param words the program and its arguments, quotation marks taken off
 */
record ShellLine(String where, List<String> words) {

    private static final Pattern PROMPT = Pattern.compile("^(\\$ |sudo |[A-Z_]+=\\S* )+");
    /** A remark behind the command, with # or far to the right; options may be aligned. */
    private static final Pattern REMARK = Pattern.compile("\\s+#\\s.*$|\\s{4,}[^-\\s].*$");
    private static final Pattern REDIRECTION = Pattern.compile("[0-9]?>>?");

    ShellLine {
        words = List.copyOf(words);
    }

    /** The commands of one line; none of an empty one. */
    static List<ShellLine> of(String where, String line) {
        List<ShellLine> commands = new ArrayList<>();
        String rest = REMARK.matcher(PROMPT.matcher(line.strip()).replaceFirst("")).replaceFirst("");
        List<String> words = new ArrayList<>();
        boolean skips = false;
        for (String word : split(rest)) {
            if (word.equals("|") || word.equals("&&") || word.equals(";")) {
                add(commands, where, words);
                words = new ArrayList<>();
            } else if (REDIRECTION.matcher(word).matches()) {
                skips = true;
            } else if (skips) {
                skips = false;
            } else {
                words.add(word);
            }
        }
        add(commands, where, words);
        return commands;
    }

    private static void add(List<ShellLine> commands, String where, List<String> words) {
        if (!words.isEmpty()) {
            commands.add(new ShellLine(where, words));
        }
    }

    private static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        boolean inside = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0 ? c == quote : c == '\'' || c == '"') {
                quote = quote == 0 ? c : 0;
                inside = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (inside) {
                    words.add(word.toString());
                }
                word.setLength(0);
                inside = false;
            } else {
                word.append(c);
                inside = true;
            }
        }
        if (inside) {
            words.add(word.toString());
        }
        return words;
    }

    /** The name of the program without its directory. */
    String program() {
        String first = words.getFirst();
        return first.substring(first.lastIndexOf('/') + 1);
    }

    boolean isTrack() {
        return program().equals("track") || isRepairHeadProgram();
    }

    private boolean isRepairHeadProgram() {
        return program().equals("track-repair-head");
    }

    /** What stands behind {@code track}, also where the program is that of a repair head alone. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
        if (isRepairHeadProgram()) {
            arguments.addFirst("repair-head");
        }
        return arguments;
    }

    @Override
    public String toString() {
        return where + ": " + String.join(" ", words);
    }
}
