package io.trackmc.keys.controller.log;

import java.util.List;

/** What may stand in an entry. A wrong value of our own is a fault of the program; one that was read is damage, and the reader says where. */
final class Check {

    /** Longest free text: names of operators, reasons. */
    static final int MAX_TEXT = 512;

    private Check() {}

    static void name(String name) {
        require(KeyName.isName(name), "a name of a key");
    }

    static List<String> names(List<String> names) {
        names.forEach(Check::name);
        return List.copyOf(names);
    }

    static void hash(String hex) {
        hex(hex, 64);
    }

    static void hex(String hex, int digits) {
        require(hex.length() == digits, digits + " hexadecimal digits");
        hexDigits(hex);
    }

    static void hexDigits(String hex) {
        boolean all = true;
        for (int i = 0; i < hex.length(); i++) {
            char c = hex.charAt(i);
            all &= (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        require(all, "lower-case hexadecimal digits");
    }

    static void text(String text) {
        require(!text.isEmpty() && text.length() <= MAX_TEXT, "a text of 1 to " + MAX_TEXT + " characters");
    }

    static void positive(long number) {
        require(number > 0, "a number from 1");
    }

    static void natural(long number) {
        require(number >= 0, "a number from 0");
    }

    static void nodeId(long id) {
        require(id > 0 && id <= 0xFFFF_FFFFL, "a node id");
    }

    static void require(boolean holds, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("allowed: " + allowed);
        }
    }
}
