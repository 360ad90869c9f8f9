package io.trackmc.it.wireshark;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Fields of one captured packet, in order. */
record Decoded(List<Field> fields) {

    /** One field: what it says, and its bytes in hexadecimal digits, which are empty when it has none in the packet. */
    record Field(String name, String show, String hex) {}

    static Decoded of(Element packet) {
        List<Field> fields = new ArrayList<>();
        for (String tag : new String[] {"proto", "field"}) {
            NodeList elements = packet.getElementsByTagName(tag);
            for (int i = 0; i < elements.getLength(); i++) {
                Element element = (Element) elements.item(i);
                fields.add(new Field(element.getAttribute("name"), element.getAttribute("show"),
                        element.hasAttribute("unmaskedvalue") ? element.getAttribute("unmaskedvalue")
                                : element.getAttribute("value")));
            }
        }
        return new Decoded(fields);
    }

    /** Whether it was taken for TRACK. */
    boolean isTrack() {
        return fields.stream().anyMatch(field -> field.name().equals("track"));
    }

    /** What all fields of that name say. */
    List<String> all(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).map(Field::show).toList();
    }

    /** Bytes of all fields of that name. */
    List<String> hex(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).map(Field::hex).toList();
    }

    /** Numbers in all fields of that name, each as the unsigned integer that it is. */
    List<BigInteger> numbers(String name) {
        return all(name).stream().map(Decoded::number).toList();
    }

    private static BigInteger number(String text) {
        return text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
    }
}
