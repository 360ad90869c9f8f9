package io.trackmc.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which groups the kernel takes in on an interface, from /proc/net/igmp and igmp6. Linux only; one thread. */
final class KernelGroups {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final Path igmp;
    private final Path igmp6;

    /** @param proc where the kernel tells of itself */
    KernelGroups(Path proc) {
        this.igmp = proc.resolve("net/igmp");
        this.igmp6 = proc.resolve("net/igmp6");
    }

    /** Whether it takes in all these groups, of one family, there; true where the kernel does not tell. */
    boolean hasAll(int interfaceIndex, List<InetAddress> groups) {
        if (groups.isEmpty()) {
            return true;
        }
        boolean ipv4 = groups.getFirst() instanceof Inet4Address;
        try {
            List<String> joined = ipv4 ? ofIgmp(interfaceIndex) : ofIgmp6(interfaceIndex);
            return groups.stream().allMatch(group -> joined.contains(ipv4 ? word(group) : digits(group)));
        } catch (IOException | NumberFormatException _) {
            return true;
        }
    }

    /** A line with the number of the interface, then one for each of its groups, which begins with blanks. */
    private List<String> ofIgmp(int interfaceIndex) throws IOException {
        List<String> lines = Files.readAllLines(igmp);
        int from = 1;
        while (from < lines.size() && !isOf(lines.get(from), interfaceIndex)) {
            from++;
        }
        return lines.stream().skip(from + 1L).takeWhile(line -> line.startsWith("\t"))
                .map(line -> BLANKS.split(line.strip(), -1)[0]).toList();
    }

    private static boolean isOf(String line, int interfaceIndex) {
        return !line.startsWith("\t") && Integer.parseInt(BLANKS.split(line.strip(), -1)[0]) == interfaceIndex;
    }

    private List<String> ofIgmp6(int interfaceIndex) throws IOException {
        String index = Integer.toString(interfaceIndex);
        return Files.readAllLines(igmp6).stream().map(line -> BLANKS.split(line.strip(), -1))
                .filter(fields -> fields.length > 2 && fields[0].equals(index)).map(fields -> fields[2]).toList();
    }

    /** The address as a number of this machine. */
    private static String word(InetAddress group) {
        int word = ByteBuffer.wrap(group.getAddress()).order(ByteOrder.nativeOrder()).getInt();
        return String.format(Locale.ROOT, "%08X", word);
    }

    private static String digits(InetAddress group) {
        return HexFormat.of().formatHex(group.getAddress());
    }
}
