package io.trackmc.it.wireshark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trackmc.it.Repository;
import io.trackmc.it.netns.Commands;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Wireshark's program for terminals, with the dissector and nobody's settings. */
final class Tshark {

    static final Path DISSECTOR = Repository.root().resolve("ops/wireshark/track.lua");

    private static final String PROGRAM = "tshark";

    private Tshark() {}

    /** Skips the test where it is not installed. */
    static void assumeInstalled() {
        assumeTrue(Commands.succeeds(PROGRAM, "--version"), "tshark (Debian package tshark) is not installed");
    }

    /** Decodes a capture. */
    static List<Decoded> decode(Path capture, String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-r", capture.toString(), "-T", "pdml"));
        all.addAll(List.of(options));
        String xml = run(all);
        assertThat(xml).doesNotContain("Lua Error");
        try {
            NodeList packets = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                    .getElementsByTagName("packet");
            List<Decoded> decoded = new ArrayList<>();
            for (int i = 0; i < packets.getLength(); i++) {
                decoded.add(Decoded.of((Element) packets.item(i)));
            }
            return decoded;
        } catch (javax.xml.parsers.ParserConfigurationException | org.xml.sax.SAXException e) {
            throw new IllegalStateException("tshark wrote no XML", e);
        }
    }

    /** Filter names of all fields that the dissector knows. */
    static List<String> fields() throws IOException, InterruptedException {
        return run(List.of("-G", "fields")).lines().map(line -> line.split("\t", -1))
                .filter(parts -> parts[0].equals("F") && parts[2].startsWith("track.")).map(parts -> parts[2]).toList();
    }

    /** What it says on standard output. Lua that fails is told on standard error, or in the packets. */
    private static String run(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(options); // -G is understood as the first word only
        command.addAll(List.of("-X", "lua_script:" + DISSECTOR));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("WIRESHARK_CONFIG_DIR", "/nonexistent");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
        return said;
    }
}
