package io.trackmc.keys.controller.policy;

import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.keys.transport.file.StrictObject;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a policy token in its file. */
final class PolicyFields {

    static final String FORMAT = "track-policy-2";
    private static final String SUITE = "TK1";
    private static final long MAX_MILLIS = 0xFFFF_FFFFL;
    private static final int MAX_REGION = Integer.MAX_VALUE;
    private static final long MAX_EDITION = 1L << 53;

    private PolicyFields() {}

    static JsonText write(PolicyToken token) {
        JsonText json = new JsonText().field("format", FORMAT).field("edition", token.edition())
                .object("group", group -> group.field("id", HexFormat.of().toHexDigits(token.gid()))
                        .field("name", token.group()))
                .texts("suites", List.of(SUITE))
                .texts("roles", token.roles())
                .objects("admission", token.admission(), PolicyFields::write)
                .objects("tenants", token.tenants(), (out, tenant) -> out.field("name", tenant.name())
                        .texts("regions", tenant.regions().stream().map(String::valueOf).toList()));
        RekeyPolicy rekey = token.rekey();
        json.object("rekey", out -> out.field("everyMillis", rekey.everyMillis())
                .field("afterEvents", rekey.afterEvents()).field("onExpulsion", "immediate")
                .field("backwardSecrecy", rekey.backwardSecrecy()));
        json.object("changeover", out -> out.field("quorum", "all").field("notBeforeMillis", rekey.notBeforeMillis())
                .field("hardMillis", rekey.hardMillis()).field("overlapMillis", rekey.overlapMillis()));
        json.objects("mayExpel", token.mayExpel(), PolicyFields::write)
                .objects("mayDeclareCompromise", token.mayDeclareCompromise(), PolicyFields::write);
        Duration maxStale = token.maxStale();
        json.object("revocation", out -> {
            if (maxStale != null) {
                out.field("maxStaleMillis", maxStale.toMillis());
            }
        });
        json.field("convergence", token.convergence().text());
        NotBuilt.write(json);
        return json;
    }

    static PolicyToken read(StrictObject in) {
        NotBuilt.refuse(in);
        only(in, "format", FORMAT);
        long edition = in.integer("edition", 1, MAX_EDITION);
        StrictObject group = in.object("group");
        List<String> suites = in.strings("suites");
        if (!suites.equals(List.of(SUITE))) {
            throw in.wrong("suites", String.valueOf(suites), "[\"" + SUITE + "\"]");
        }
        PolicyToken token = new PolicyToken(edition, group.hex("id", 16),
                group.string("name", Member.NAME, Member.NAME_ALLOWED), in.strings("roles"),
                rules(in, "admission"),
                in.objects("tenants").stream().map(PolicyFields::tenant).toList(),
                rekey(in.object("rekey"), in.object("changeover")),
                in.oneOf("convergence", Convergence.class, Convergence::text),
                rules(in, "mayExpel"), rules(in, "mayDeclareCompromise"), maxStale(in.object("revocation")));
        group.end();
        in.end();
        return token;
    }

    private static void write(JsonText out, PolicyRule rule) {
        out.field("allow", rule.allow()).texts("roles", rule.roles()).texts("names", rule.names())
                .texts("certificates", rule.certificates()).texts("keys", rule.keys())
                .texts("operators", rule.operators());
    }

    private static List<PolicyRule> rules(StrictObject in, String key) {
        return in.objects(key).stream().map(PolicyFields::rule).toList();
    }

    private static PolicyRule rule(StrictObject in) {
        PolicyRule rule = new PolicyRule(in.bool("allow"), in.strings("roles"), in.strings("names"),
                in.strings("certificates"), in.strings("keys"), in.strings("operators"));
        in.end();
        return rule;
    }

    private static Tenant tenant(StrictObject in) {
        List<Integer> regions = in.strings("regions").stream().map(text -> region(in, text)).toList();
        Tenant tenant = new Tenant(in.string("name", Member.NAME, Member.NAME_ALLOWED), regions);
        in.end();
        return tenant;
    }

    private static int region(StrictObject in, String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw in.wrong("regions", "something else", "numbers from 0 to " + MAX_REGION);
        }
        return Integer.parseInt(text);
    }

    private static RekeyPolicy rekey(StrictObject in, StrictObject changeover) {
        only(in, "onExpulsion", "immediate");
        only(changeover, "quorum", "all");
        RekeyPolicy rekey = new RekeyPolicy(in.integer("everyMillis", 0, MAX_EDITION),
                (int) in.integer("afterEvents", 1, 1_000_000), changeover.integer("notBeforeMillis", 0, MAX_MILLIS),
                changeover.integer("hardMillis", 1, MAX_MILLIS), changeover.integer("overlapMillis", 0, MAX_MILLIS),
                in.bool("backwardSecrecy"));
        if (rekey.hardMillis() < rekey.notBeforeMillis()) {
            throw changeover.wrong("hardMillis", String.valueOf(rekey.hardMillis()), "at least notBeforeMillis");
        }
        in.end();
        changeover.end();
        return rekey;
    }

    private static @Nullable Duration maxStale(StrictObject in) {
        Duration maxStale = in.has("maxStaleMillis")
                ? Duration.ofMillis(in.integer("maxStaleMillis", 1, MAX_EDITION)) : null;
        in.end();
        return maxStale;
    }

    private static void only(StrictObject in, String key, String value) {
        String found = in.string(key);
        if (!found.equals(value)) {
            throw in.wrong(key, "\"" + found + "\"", "\"" + value + "\"");
        }
    }
}
