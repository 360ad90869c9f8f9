package io.trackmc.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.cli.config.Keys;
import io.trackmc.repairhead.RepairHeadMain;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Every command in a code block of README.md and docs/*.md is one that there is, and some test runs it. */
class DocumentedCommandsTest {

    private static final String REPAIR_HEAD = "repair-head";
    private static final Pattern TEST_NAME = Pattern.compile("-Dtest='?\\*?(\\w+)");
    private static final Pattern CLASS_NAME = Pattern.compile("(io\\.trackmc|own)\\.[\\w.]+");

    @TempDir
    Path scratch;

    @TestFactory
    Stream<DynamicTest> shouldParse() throws IOException {
        List<ShellLine> commands = track();
        assertThat(commands).hasSizeGreaterThan(60);
        return commands.stream().map(command -> DynamicTest.dynamicTest(command.toString(), () -> parse(command)));
    }

    @Test
    void shouldSayOfEachFormWhichTestRunsIt() throws IOException {
        Set<String> known = new TreeSet<>(Evidence.RUN_HERE);
        known.addAll(Evidence.COMMANDS.keySet());
        Set<String> forms = track().stream().map(DocumentedCommandsTest::form)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(forms).as("forms of track: run them here, or say in Evidence who does").isSubsetOf(known);
        assertThat(Evidence.RUN_HERE).doesNotContainAnyElementsOf(Evidence.COMMANDS.keySet());
    }

    @Test
    void shouldSayOfEachOtherProgramWhatRunsIt() throws IOException {
        Set<String> programs = documented().stream().filter(command -> !command.isTrack()).map(ShellLine::program)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(programs).as("programs in code blocks: say in Evidence what runs them")
                .isSubsetOf(Evidence.PROGRAMS.keySet());
    }

    @Test
    void shouldNameProofsThatThereAre() throws IOException {
        Set<String> tests = testClasses();
        Stream.concat(Evidence.COMMANDS.entrySet().stream(), Evidence.PROGRAMS.entrySet().stream())
                .forEach(row -> assertThat(tests.contains(row.getValue().proof())
                        || Files.exists(Documents.ROOT.resolve(row.getValue().proof()))).as(row.toString()).isTrue());
    }

    @TestFactory
    Stream<DynamicTest> shouldRun() throws IOException {
        List<ShellLine> commands = track().stream().filter(command -> Evidence.RUN_HERE.contains(form(command)))
                .toList();
        assertThat(commands).isNotEmpty();
        return commands.stream().map(command -> DynamicTest.dynamicTest(command.toString(), () -> run(command)));
    }

    /** The lines that make a deployment one of several hosts do so. */
    @Test
    void shouldMakeTheConfigurationsOfSeveralHosts() throws Exception {
        List<ShellLine> edits = documented().stream().filter(command -> command.where().startsWith("operations.md")
                && Set.of("sed", "for", "echo", "done").contains(command.program())).toList();
        assertThat(edits).hasSizeGreaterThan(4);
        Path deployment = deployment("edited");
        String script = script(edits);
        Process shell = new ProcessBuilder("bash", "-ec", script).directory(deployment.getParent().toFile())
                .redirectErrorStream(true).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(shell.waitFor()).isZero();
        String sender = Files.readString(deployment.resolve("sender.conf"));
        assertThat(sender).contains("\nauthorities.join = true", "\nauthorities.transport-controller = \"10.0.0.1:",
                "\nauthorities.content-authority = \"10.0.0.1:", "\nnet.interface",
                "\nmanagement.address = \"127.0.0.1:9464\"");
        assertThat(Files.readString(deployment.resolve("controller.conf"))).contains("\nlisten = \"10.0.0.1:",
                "\nmanagement.address");
        String[] check = Stream.concat(Stream.of("config", "check"), configurations(deployment)).toArray(String[]::new);
        CliFixture checked = CliFixture.run(check);
        assertThat(checked.code()).as(checked.err()).isZero();
    }

    /** Lines of a shell as they stand: from the document, where quotation marks are. */
    private static String script(List<ShellLine> edits) throws IOException {
        List<String> lines = Files.readAllLines(Documents.ROOT.resolve("docs/operations.md"));
        return edits.stream().map(ShellLine::where).distinct()
                .map(where -> lines.get(Integer.parseInt(where.substring(where.indexOf(':') + 1)) - 1).strip())
                .filter(line -> line.contains("d/") || line.startsWith("sed") || line.startsWith("echo 'management")
                        || line.equals("done"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void shouldNameModulesTestsProfilesAndClassesThatThereAre() throws IOException {
        Set<String> tests = testClasses();
        Set<String> classes = sources("src/main/java");
        for (ShellLine command : documented()) {
            String line = String.join(" ", command.words());
            if (command.program().equals("mvn")) {
                Matcher test = TEST_NAME.matcher(line);
                if (test.find() && !line.contains("*")) {
                    assertThat(tests).as(command.toString()).contains(test.group(1));
                }
                int module = command.words().indexOf("-pl");
                if (module > 0) {
                    for (String name : command.words().get(module + 1).split(",", -1)) {
                        assertThat(Documents.ROOT.resolve(name).resolve("pom.xml")).as(command.toString()).exists();
                    }
                }
            } else if (command.program().equals("java")) {
                Matcher named = CLASS_NAME.matcher(line);
                if (named.find()) {
                    assertThat(classes).as(command.toString())
                            .contains(named.group().substring(named.group().lastIndexOf('.') + 1));
                }
            }
        }
    }

    /** {@code -D} and keys in running text, such as {@code `net.ttl`}. */
    @Test
    void shouldNameKeysThatThereAre() throws IOException {
        for (Path document : Documents.all()) {
            assertThat(Keys.unknown(Files.readString(document))).as(document.getFileName().toString()).isEmpty();
        }
    }

    /** In running text arguments may be left out; commands and options are looked up. */
    @Test
    void shouldKnowCommandsAndOptionsInRunningText() throws Exception {
        List<ShellLine> inline = Documents.inline();
        assertThat(inline).hasSizeGreaterThan(40);
        for (ShellLine command : inline) {
            String form = form(command);
            if (!Character.isLowerCase(command.arguments().getFirst().charAt(0))) {
                continue; // COMMAND, and options of the program
            }
            assertThat(form).as(command.toString()).isNotEmpty();
            CommandLine at = form.equals(REPAIR_HEAD) ? repairHead() : CliFixture.commands();
            for (String word : form.equals(REPAIR_HEAD) ? List.<String>of() : List.of(form.split(" "))) {
                at = at.getSubcommands().get(word);
            }
            Set<String> options = at.getCommandSpec().optionsMap().keySet();
            command.words().stream().filter(word -> word.startsWith("--"))
                    .forEach(word -> assertThat(options).as(command.toString()).contains(word.replaceFirst("=.*", "")));
        }
    }

    private static List<ShellLine> documented() throws IOException {
        Set<String> programs = new TreeSet<>(Evidence.PROGRAMS.keySet());
        programs.addAll(List.of("track", "track-repair-head"));
        return Documents.commands(programs);
    }

    private static List<ShellLine> track() throws IOException {
        return documented().stream().filter(ShellLine::isTrack).toList();
    }

    private static String form(ShellLine command) {
        List<String> form = new ArrayList<>();
        CommandLine at = CliFixture.commands();
        for (String word : command.arguments()) {
            at = at.getSubcommands().get(word);
            if (at == null) {
                break;
            }
            form.add(word);
        }
        return String.join(" ", form);
    }

    /** Options and arguments are those of the command, and every key of -D is a key. */
    private static void parse(ShellLine command) throws Exception {
        List<String> words = command.arguments();
        boolean ofRepairHead = words.getFirst().equals(REPAIR_HEAD);
        CommandLine root = ofRepairHead ? repairHead() : CliFixture.commands();
        ParseResult parsed = root
                .parseArgs((ofRepairHead ? words.subList(1, words.size()) : words).toArray(String[]::new));
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        assertThat(parsed.commandSpec().subcommands()).as("a command is missing").isEmpty();
        CommandSpec spec = parsed.commandSpec();
        Map<String, String> given = spec.findOption("-D") == null ? Map.of()
                : parsed.matchedOptionValue("-D", Map.of());
        assertThat(Keys.all()).containsAll(given.keySet());
    }

    private static CommandLine repairHead() throws Exception {
        Constructor<RepairHeadMain> constructor = RepairHeadMain.class.getDeclaredConstructor(PrintStream.class,
                PrintStream.class);
        constructor.setAccessible(true);
        return new CommandLine(constructor.newInstance(System.out, System.err));
    }

    private void run(ShellLine command) throws IOException {
        Path deployment = deployment("d" + command.hashCode());
        boolean makes = form(command).equals("keys init");
        List<String> words = new ArrayList<>();
        for (String word : command.arguments()) {
            if (word.endsWith("/*.conf")) {
                configurations(deployment).forEach(words::add);
            } else if (word.equals("d") || word.startsWith("d/")) {
                words.add((makes ? deployment.resolveSibling("made-" + command.hashCode()) : deployment)
                        + word.substring(1));
            } else {
                words.add(word);
            }
        }
        CliFixture run = CliFixture.run(words.toArray(String[]::new));
        assertThat(run.code()).as(String.join(" ", words) + ": " + run.err()).isZero();
    }

    /** A deployment of the size that the documents speak of. */
    private Path deployment(String name) throws IOException {
        Path deployment = Files.createDirectories(scratch.resolve("of-" + name.replace('-', 'm'))).resolve("d");
        if (!Files.exists(deployment)) {
            CliFixture init = CliFixture.run("keys", "init", "--dir", deployment.toString(), "--group", "news",
                    "--receivers", "2", "--repair-heads", "2");
            assertThat(init.code()).as(init.err()).isZero();
        }
        return deployment;
    }

    private static Stream<String> configurations(Path deployment) throws IOException {
        try (Stream<Path> files = Files.list(deployment)) {
            return files.map(Path::toString).filter(file -> file.endsWith(".conf")).sorted().toList().stream();
        }
    }

    private static Set<String> testClasses() throws IOException {
        return sources("src/test/java");
    }

    /** Simple names of the classes below that directory of any module. */
    private static Set<String> sources(String directory) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> modules = Files.find(Documents.ROOT, 5,
                (path, attributes) -> attributes.isDirectory() && path.endsWith(directory))) {
            for (Path module : modules.toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".java"))
                            .forEach(file -> names.add(file.replace(".java", "")));
                }
            }
        }
        return names;
    }
}
