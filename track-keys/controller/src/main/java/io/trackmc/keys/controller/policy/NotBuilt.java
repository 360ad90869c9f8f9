package io.trackmc.keys.controller.policy;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.keys.transport.file.StrictObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a token may ask for in words but gets from no authority yet. Whoever asks is refused by name rather than given less. */
final class NotBuilt {

    /** Each field with the one value that is served. */
    private static final Map<String, String> SERVED = new LinkedHashMap<>();

    static {
        SERVED.put("contentProtection", "aead");
        SERVED.put("sourceAuthentication", "none");
        SERVED.put("dissemination", "controller");
        SERVED.put("replication", "single");
        SERVED.put("keyStore", "file");
        SERVED.put("emcon", "off");
        SERVED.put("senderKeyAgreement", "off");
    }

    private NotBuilt() {}

    static void write(JsonText json) {
        SERVED.forEach(json::field);
    }

    static void refuse(StrictObject in) {
        SERVED.forEach((field, served) -> {
            String found = in.string(field);
            if (!found.equals(served)) {
                throw in.wrong(field, "\"" + found + "\", which is not built yet", "\"" + served + "\"");
            }
        });
    }
}
