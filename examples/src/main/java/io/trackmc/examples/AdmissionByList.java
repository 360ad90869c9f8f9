package io.trackmc.examples;

import io.trackmc.keys.controller.authority.AdmissionRule;
import io.trackmc.keys.controller.authority.Applicant;
import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthorityConfigFile;
import io.trackmc.keys.controller.authority.AuthoritySettings;
import io.trackmc.keys.transport.bundle.NodeRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An authority that gives keys only to receivers whose names stand in a file, one in each line, as a shop's list of who has paid. Beside certificates, plan and
 * policy, which hold as ever. To be run for both authorities of a group.
 */
public final class AdmissionByList implements AdmissionRule {

    /** Made anew and put here whole, so that the authority's thread never waits for a disk. */
    private volatile Set<String> names = Set.of();

    /** {@code controller.conf|content-authority.conf LIST}: runs until standard input ends; each line there has the list read again. */
    public static void main(String[] args) throws IOException {
        AdmissionByList rule = new AdmissionByList();
        Path list = Path.of(args[1]);
        rule.use(list);
        AuthoritySettings settings = AuthorityConfigFile.read(Path.of(args[0]), Map.of()).withAdmission(rule);
        Consumer<String> said = System.err::println;
        try (Authority authority = Authority.open(settings, said)) {
            said.accept("listens at " + authority.address());
            while (System.in.read() >= 0) {
                rule.useOrStay(list, said);
            }
        }
    }

    /**
     * Goes by another list from now on.
     *
     * @throws IOException when it cannot be read; the one before stays then
     */
    public void use(Path list) throws IOException {
        try (Stream<String> lines = Files.lines(list)) {
            names = lines.map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.toUnmodifiableSet());
        }
    }

    private void useOrStay(Path list, Consumer<String> said) {
        try {
            use(list);
        } catch (IOException e) {
            said.accept("the list of before stays: " + e);
        }
    }

    @Override
    public void check(Applicant applicant) throws Refused {
        if (applicant.role() == NodeRole.RECEIVER && !names.contains(applicant.name())) {
            throw new Refused("not on the list of subscribers");
        }
    }
}
