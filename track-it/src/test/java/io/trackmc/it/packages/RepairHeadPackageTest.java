package io.trackmc.it.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.it.packages.Shipped.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Opens what a repair head is installed from and looks into every jar: nothing there opens content, and nothing asks for it. */
class RepairHeadPackageTest {

    private static final List<String> CLOSED = List.of("io/trackmc/keys/payload/", "io/trackmc/keys/controller/",
            "io/trackmc/sender/", "io/trackmc/receiver/");

    @Test
    void shouldHoldNothingThatOpensContent() throws IOException {
        for (Path shipped : shipped("track-repair-head")) {
            List<Resource> resources = Shipped.resources(shipped);
            assertThat(resources).extracting(Resource::name).contains("io/trackmc/repairhead/RepairHeadMain.class");
            assertThat(resources).as("%s", shipped).noneMatch(RepairHeadPackageTest::isClosed);
        }
    }

    @Test
    void shouldFindItWhereItIs() throws IOException {
        for (Path shipped : shipped("track-tools")) {
            assertThat(Shipped.resources(shipped)).as("%s", shipped).anyMatch(RepairHeadPackageTest::isClosed);
        }
    }

    /** Jars in jars, classes outside of jars, and other ways to hide. */
    @Test
    void shouldHoldNoProgramButItsJarsAndLaunchers() throws IOException {
        for (Path shipped : shipped("track-repair-head")) {
            assertThat(Shipped.contents(shipped)).extracting(Shipped.Entry::name)
                    .noneMatch(name -> name.endsWith(".class") || name.endsWith(".zip") || name.endsWith(".so"));
            assertThat(Shipped.resources(shipped)).extracting(Resource::name).noneMatch(name -> name.endsWith(".jar"));
        }
    }

    private static List<Path> shipped(String name) {
        Path archive = Shipped.archives().stream().filter(file -> file.getFileName().toString().startsWith(name + "-"))
                .findFirst().orElseThrow();
        return List.of(Shipped.deb(name), archive);
    }

    /** A class of a package that a repair head must not have, or one of ours that names such a package. */
    private static boolean isClosed(Resource resource) {
        return CLOSED.stream().anyMatch(closed -> resource.name().startsWith(closed)
                || (resource.name().startsWith("io/trackmc/") && resource.content().contains(closed)));
    }
}
