package io.trackmc.it;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Disabled;

/**
 * The arrows between modules and packages, as rules over one root package.
 *
 * <p>The root is a parameter so that the same rules can be run over planted violations: a rule that never failed proves
 * nothing.
 */
final class ArchitectureRules {

    /** What a protocol package may use of the JDK and of libraries, besides other protocol packages. */
    private static final String[] ALLOWED_IN_PROTO = {"java.lang", "java.lang.annotation", "java.lang.invoke",
        "java.lang.runtime", "java.nio", "java.util", "java.util.function", "java.util.random", "java.util.stream",
        "org.agrona", "org.agrona.collections", "org.jspecify.annotations"};

    /** Types inside the allowed packages that bring a clock, a thread, chance or the process's surroundings. */
    private static final Set<String> FORBIDDEN_IN_PROTO = Set.of("java.lang.Thread", "java.lang.ThreadLocal",
            "java.lang.Runtime", "java.lang.Process", "java.lang.ProcessBuilder", "java.util.Random",
            "java.util.SplittableRandom", "java.util.random.RandomGeneratorFactory", "java.util.Date",
            "java.util.Calendar", "java.util.Timer", "java.util.TimerTask", "java.util.IdentityHashMap",
            "java.util.WeakHashMap", "org.agrona.IoUtil", "org.agrona.BufferUtil");

    private static final Set<String> ALLOWED_OF_SYSTEM = Set.of("arraycopy");

    private final String root;

    ArchitectureRules(String root) {
        this.root = root;
    }

    /** Every rule under a short name, which the tests print and the planted violations refer to. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("proto-imports", protoImports());
        rules.put("proto-calls", protoCalls());
        rules.put("proto-cycles", slices().matching(root + ".proto.(*)..").should().beFreeOfCycles());
        rules.put("proto-leaf-rooms", leafRooms());
        rules.put("netty", noClasses().that(resideOutsideOfPackage(in("net")))
                .should().dependOnClassesThat().resideInAPackage("io.netty.."));
        rules.put("crypto", noClasses().that(resideOutsideOfPackage(in("keys")))
                .and(resideOutsideOfPackage(in("perf")))
                .should().dependOnClassesThat().resideInAnyPackage("javax.crypto..", "org.bouncycastle.."));
        rules.put("sender-alone", alone("sender", "repairhead", "receiver"));
        rules.put("repairhead-alone", alone("repairhead", "sender", "receiver"));
        rules.put("receiver-alone", alone("receiver", "sender", "repairhead"));
        rules.put("repairhead-no-payload", noClasses().that().resideInAPackage(in("repairhead"))
                .should().transitivelyDependOnClassesThat()
                .resideInAnyPackage(in("keys.payload"), in("keys.controller")));
        rules.put("transport-no-payload", noClasses().that().resideInAnyPackage(in("keys.transport"), in("net"))
                .should().dependOnClassesThat().resideInAnyPackage(in("keys.payload"), in("keys.controller")));
        rules.put("raw-keys", noClasses().that().haveSimpleNameNotEndingWith("BundleFile").and()
                .haveSimpleNameNotEndingWith("StateFile").and()
                .doNotHaveFullyQualifiedName(root + ".keys.payload.KeyTrial")
                .and(resideOutsideOfPackages(in("keys.transport.key"), root + "..proof.."))
                .should().dependOnClassesThat()
                .haveFullyQualifiedName(root + ".keys.transport.key.InsecureSecretAccess"));
        rules.put("constant-time", noClasses().that().resideInAPackage(in("keys.transport.hop"))
                .should().accessTargetWhere(DescribedPredicate.describe(
                        "compares bytes in a time that tells where they differ", ArchitectureRules::isShortCut)));
        rules.put("sim-no-net", noClasses().that().resideInAPackage(in("sim"))
                .should().dependOnClassesThat().resideInAPackage(in("net")));
        rules.put("cli-on-top", noClasses().that(resideOutsideOfPackage(in("cli")))
                .should().dependOnClassesThat().resideInAPackage(in("cli")));
        rules.put("null-marked", classes().that(resideOutsideOfPackage(root + "..jmh_generated"))
                .should(liveInANullMarkedPackage()));
        rules.replaceAll((name, rule) -> rule.allowEmptyShould(true).as(name + ": " + rule.getDescription()));
        return rules;
    }

    /** No test class or method is switched off: mend it or delete it. */
    static Map<String, ArchRule> ofTests() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("no-disabled-class", noClasses().should().beAnnotatedWith(Disabled.class).allowEmptyShould(true));
        rules.put("no-disabled-method", noMethods().should().beAnnotatedWith(Disabled.class).allowEmptyShould(true));
        return rules;
    }

    private String in(String room) {
        return root + "." + room + "..";
    }

    private ArchRule protoImports() {
        DescribedPredicate<JavaClass> forbidden = DescribedPredicate.describe("bring a clock, thread, chance or I/O",
                c -> FORBIDDEN_IN_PROTO.contains(
                        c.getFullName()));
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(ALLOWED_IN_PROTO)
                .and(DescribedPredicate.not(forbidden))
                .or(resideInAPackage(in("proto")))
                .or(equivalentTo(java.util.concurrent.TimeUnit.class))
                .or(equivalentTo(java.io.Serializable.class)); // every enum and record mentions it
        return classes().that().resideInAPackage(in("proto"))
                .should().onlyDependOnClassesThat(allowed.or(primitiveOrArrayOf(allowed)));
    }

    private static DescribedPredicate<JavaClass> primitiveOrArrayOf(DescribedPredicate<JavaClass> allowed) {
        return DescribedPredicate.describe("are primitive, or arrays of these",
                c -> allowed.test(c.getBaseComponentType()) || c.getBaseComponentType().isPrimitive());
    }

    private ArchRule protoCalls() {
        return noClasses().that().resideInAPackage(in("proto"))
                .should().accessTargetWhere(DescribedPredicate.describe(
                        "reads a clock, chance, the process, or an order that changes from run to run",
                        ArchitectureRules::isImpure));
    }

    private static boolean isImpure(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getFullName();
        String name = access.getTarget().getName();
        return switch (owner) {
            case "java.lang.System" -> !ALLOWED_OF_SYSTEM.contains(name);
            case "java.lang.Math" -> name.equals("random");
            case "java.lang.Object" -> name.equals("wait") || name.startsWith("notify");
            case "java.util.HashMap", "java.util.HashSet" -> name.equals("<init>");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.util.random.RandomGenerator" -> name.equals("getDefault") || name.equals("of");
            default -> false;
        };
    }

    private static boolean isShortCut(JavaAccess<?> access) {
        String name = access.getTarget().getName();
        return switch (access.getTargetOwner().getFullName()) {
            case "java.util.Arrays" -> Set.of("equals", "mismatch", "compare", "compareUnsigned").contains(name);
            case "java.nio.ByteBuffer" -> Set.of("equals", "mismatch", "compareTo").contains(name);
            default -> false;
        };
    }

    private ArchRule leafRooms() {
        ArchCondition<JavaClass> stayInside = new ArchCondition<>("depend on no other protocol room, but wire on seq") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                String room = room(origin);
                origin.getDirectDependenciesFromSelf().stream()
                        .filter(d -> resideInAPackage(in("proto")).test(d.getTargetClass()))
                        .filter(d -> !room(d.getTargetClass()).equals(room))
                        .filter(d -> !(room.equals("wire") && room(d.getTargetClass()).equals("seq")))
                        .forEach(d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
            }
        };
        return classes().that().resideInAnyPackage(in("proto.wire"), in("proto.seq"), in("proto.time"),
                in("proto.buffer")).should(stayInside);
    }

    private String room(JavaClass c) {
        String below = c.getPackageName().substring((root + ".proto").length());
        return below.isEmpty() ? "" : below.substring(1).split("\\.", -1)[0];
    }

    private ArchRule alone(String role, String other, String another) {
        return noClasses().that().resideInAnyPackage(in(role), in("proto." + role))
                .should().dependOnClassesThat().resideInAnyPackage(in(other), in("proto." + other), in(another),
                        in("proto." + another));
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package whose package-info says @NullMarked") {
            @Override
            public void check(JavaClass c, ConditionEvents events) {
                JavaPackage p = c.getPackage();
                boolean marked = p.tryGetPackageInfo().map(i -> i.isAnnotatedWith(NullMarked.class)).orElse(false);
                if (!marked) {
                    events.add(
                            SimpleConditionEvent.violated(c, p.getName() + " is not marked, seen at " + c.getName()));
                }
            }
        };
    }
}
