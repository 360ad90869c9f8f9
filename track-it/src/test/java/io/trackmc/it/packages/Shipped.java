package io.trackmc.it.packages;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trackmc.it.Repository;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A package or archive as it was built, and what is in it. */
final class Shipped {

    private static final Path BUILT = Repository.root().resolve("packaging/target");

    /**
     * A file, directory or link in it.
     *
     * @param name its path, without what stands before the first directory
     * @param content a character for each byte
     */
    record Entry(String name, TarArchiveEntry header, String content) {

        boolean isJar() {
            return name.endsWith(".jar");
        }
    }

    /**
     * Something in a jar.
     *
     * @param content a character for each byte
     */
    record Resource(String name, String content) {}

    private Shipped() {}

    /** The Debian packages; skips the test where nothing is packaged. */
    static List<Path> debs() {
        return built(".deb");
    }

    /** The one of that name. */
    static Path deb(String name) {
        return debs().stream().filter(file -> file.getFileName().toString().startsWith(name + "_")).findFirst()
                .orElseThrow();
    }

    /** The archives; as above. */
    static List<Path> archives() {
        return built(".tar.gz");
    }

    private static List<Path> built(String suffix) {
        assumeTrue(Files.isDirectory(BUILT), "not packaged; run mvn verify");
        try (Stream<Path> files = Files.list(BUILT)) {
            List<Path> found = files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
            assumeTrue(!found.isEmpty(), "not packaged; run mvn verify");
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a package or archive installs. */
    static List<Entry> contents(Path file) throws IOException {
        return file.toString().endsWith(".deb") ? member(file, "data.tar.gz")
                : tar(new BufferedInputStream(Files.newInputStream(file)));
    }

    /** What the package manager itself reads of a package. */
    static List<Entry> control(Path deb) throws IOException {
        return member(deb, "control.tar.gz");
    }

    /** What is in the jars of a package or archive. */
    static List<Resource> resources(Path file) throws IOException {
        List<Resource> resources = new ArrayList<>();
        for (Entry entry : contents(file)) {
            if (entry.isJar()) {
                unzip(entry, resources);
            }
        }
        return resources;
    }

    private static void unzip(Entry jar, List<Resource> into) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(
                new ByteArrayInputStream(jar.content().getBytes(StandardCharsets.ISO_8859_1)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                into.add(new Resource(entry.getName(), content(zip)));
            }
        }
    }

    private static List<Entry> member(Path deb, String name) throws IOException {
        try (ArArchiveInputStream ar = new ArArchiveInputStream(
                new BufferedInputStream(Files.newInputStream(deb)))) {
            for (ArArchiveEntry entry = ar.getNextEntry(); entry != null; entry = ar.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return tar(ar);
                }
            }
        }
        throw new IOException(deb + " has no " + name);
    }

    private static List<Entry> tar(InputStream compressed) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(compressed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add(new Entry(entry.getName().replaceFirst("^\\./", ""), entry, content(tar)));
            }
        }
        return entries;
    }

    private static String content(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
