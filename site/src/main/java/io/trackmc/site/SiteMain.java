package io.trackmc.site;

import java.io.IOException;
import java.nio.file.Path;

/** {@code SiteMain ROOT DIR}: makes the site of the documents below ROOT in DIR. Exit code 1 when a link leads nowhere, each with a line. */
public final class SiteMain {

    private SiteMain() {}

    /** Makes the site and exits. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("site: found " + arguments.length
                    + " arguments, allowed: the directory of the sources and that of the site");
            System.exit(2);
        }
        Site site = Site.read(Path.of(arguments[0]).toAbsolutePath().normalize());
        if (!site.faults().isEmpty()) {
            site.faults().forEach(System.err::println);
            System.err.println("site: " + site.faults().size() + " links lead nowhere");
            System.exit(1);
        }
        Path directory = Path.of(arguments[1]).toAbsolutePath().normalize();
        site.write(directory);
        System.out.println(
                site.pages().size() + " pages in " + directory + "; begin with " + directory.resolve("index.html"));
    }
}
