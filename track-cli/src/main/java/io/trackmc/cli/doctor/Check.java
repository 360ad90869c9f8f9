package io.trackmc.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param name what, in lower case with hyphens, stable
 * @param ok whether it is as it needs to be
 * @param found what there is
 * @param needed what there should be
 * @param fix the command, or what to do; null when it is ok
 */
record Check(String name, boolean ok, String found, String needed, @Nullable String fix) {

    /** As it is, with the fix only where one is needed. */
    static Check of(String name, boolean ok, String found, String needed, String fix) {
        return new Check(name, ok, found, needed, ok ? null : fix);
    }

    /** Its fields for JSON. */
    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("ok", ok);
        map.put("found", found);
        map.put("needed", needed);
        map.put("fix", fix);
        return map;
    }
}
