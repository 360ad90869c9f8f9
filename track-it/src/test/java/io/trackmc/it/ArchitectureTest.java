package io.trackmc.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the arrows of the architecture, and shows for every one of them that it can fail. */
class ArchitectureTest {

    private static final String ROOT = "io.trackmc";
    private static final String PLANTED = "io.trackmc.it.planted";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT);
    private static final JavaClasses PLANTED_VIOLATIONS = new ClassFileImporter().importPackages(PLANTED);

    @TestFactory
    Stream<DynamicTest> shouldKeepTheArrows() {
        return new ArchitectureRules(ROOT).all().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(MAIN)));
    }

    @TestFactory
    Stream<DynamicTest> shouldFailOnAPlantedViolation() {
        return Stream.of(new ArchitectureRules(PLANTED).all(), ArchitectureRules.ofTests())
                .map(Map::entrySet).flatMap(java.util.Set::stream)
                .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> assertFails(rule.getValue())));
    }

    private static void assertFails(ArchRule rule) {
        assertThat(rule.evaluate(PLANTED_VIOLATIONS).hasViolation()).as(rule.getDescription()).isTrue();
    }

    @Test
    void shouldSeeEveryModule() {
        assertThat(MAIN.stream().map(JavaClass::getPackageName).distinct())
                .contains("io.trackmc.proto.engine", "io.trackmc.cli", "io.trackmc.repairhead", "io.trackmc.perf",
                        "io.trackmc.examples");
    }

    @TestFactory
    Stream<DynamicTest> shouldHaveNoTestSwitchedOff() throws IOException {
        List<Path> testClasses = Repository.directoriesNamed("test-classes");
        assertThat(testClasses).as("compiled tests").isNotEmpty();
        JavaClasses tests = new ClassFileImporter().withImportOption(l -> !l.contains("/it/planted/"))
                .importPaths(testClasses);
        return ArchitectureRules.ofTests().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(tests)));
    }
}
