package io.trackmc.site;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The library that draws diagrams, as the build has it. */
final class DiagramLibrary {

    private static final String PROPERTIES = "META-INF/maven/org.webjars.npm/mermaid/pom.properties";

    private DiagramLibrary() {}

    /** Which version is on the class path. */
    static String version() throws IOException {
        try (InputStream in = DiagramLibrary.class.getClassLoader().getResourceAsStream(PROPERTIES)) {
            if (in == null) {
                throw new IOException("no library for diagrams is on the class path");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        }
    }
}
