package io.trackmc.cli.docs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where each form of a documented command runs. A form that is neither here nor run by {@link DocumentedCommandsTest} itself fails it.
 */
final class Evidence {

    /** Forms of {@code track} that the test runs itself, as they are documented, in a scratch directory. */
    static final Set<String> RUN_HERE = Set.of("keys init", "keys add", "keys policy", "keys inspect", "config check",
            "config show", "drill list", "explain");

    private Evidence() {}

    /**
     * A row.
     *
     * @param proof a test class, or a program of the repository, that runs the form
     * @param why it is not run here
     */
    record Row(String proof, String why) {}

    /** Forms of {@code track}: words of the command without options. */
    static final Map<String, Row> COMMANDS = commands();

    /** Other programs. */
    static final Map<String, Row> PROGRAMS = programs();

    private static Map<String, Row> commands() {
        Map<String, Row> rows = new LinkedHashMap<>();
        rows.put("demo", new Row("DemoTest", "runs for seconds; with --processes in DemoProcessesTest"));
        rows.put("send", new Row("TourTest", "needs a repair head and receivers beside it"));
        rows.put("receiver", new Row("TourTest", "the same"));
        rows.put("repair-head", new Row("TourTest", "the same; as a process in RepairHeadProcessTest"));
        rows.put("controller", new Row("AuthorityCommandsTest", "runs until it is told to stop"));
        rows.put("content-authority", new Row("AuthorityCommandsTest", "the same"));
        rows.put("publish", new Row("PublishAndSubscribeTest", "needs a subscriber beside it"));
        rows.put("subscribe", new Row("PublishAndSubscribeTest", "needs a publisher beside it"));
        rows.put("feed generate", new Row("FeedDayTest", "makes a file of a million messages as documented"));
        rows.put("feed books", new Row("PublishAndSubscribeTest", "needs a file of a day"));
        rows.put("feed read", new Row("PublishAndSubscribeTest", "needs a subscriber that shares"));
        rows.put("feed day", new Row("FeedDayTest", "runs for seconds"));
        rows.put("keys expel", new Row("KeysExpelTest", "needs authorities that run"));
        rows.put("keys audit extract", new Row("AuditExchangeTest", "needs logs that two authorities have written"));
        rows.put("keys audit countersign", new Row("AuditExchangeTest", "the same"));
        rows.put("keys prove", new Row("ProofCommandsTest", "the same"));
        rows.put("keys countersign", new Row("ProofCommandsTest", "the same"));
        rows.put("keys verify", new Row("ProofCommandsTest", "the same"));
        rows.put("receipts verify", new Row("ReceiptsCommandTest", "needs receipts of a session"));
        rows.put("receipts export", new Row("ReceiptsCommandTest", "the same"));
        rows.put("drill run", new Row("DrillCommandsTest",
                "simulates minutes; --live in LiveDrillTest, --deployment in DeploymentDrillTest"));
        rows.put("drill serve", new Row("DrillPageTest", "serves a page until it is told to end; a browser uses it"));
        rows.put("bench throughput", new Row("BenchTest", "needs root and minutes"));
        rows.put("bench latency", new Row("BenchTest", "the same"));
        rows.put("bench file",
                new Row("FileRowsTest", "the same, and other programs; the trial itself is run by hand"));
        rows.put("bench failover", new Row("FailoverTrialTest", "the same"));
        rows.put("sim", new Row("SimCommandTest", "with a million receivers it takes a quarter of an hour"));
        rows.put("children", new Row("ChildrenTest", "asks a node that runs"));
        rows.put("top", new Row("TopTest", "asks a node that runs"));
        rows.put("doctor",
                new Row("DoctorTest", "says of this host what is true here only; --probe and --answer in ProbeTest"));
        rows.put("capture", new Row("CaptureCommandTest", "listens for seconds"));
        return rows;
    }

    private static Map<String, Row> programs() {
        Map<String, Row> rows = new LinkedHashMap<>();
        rows.put("mvn", new Row("DocumentedCommandsTest",
                "it is this build; modules, tests and profiles that a line names are looked up"));
        rows.put("java", new Row("DocumentedCommandsTest",
                "the class that a line names is looked up; examples run in ExamplesTest"));
        rows.put("curl", new Row("ManagementTest", "asks a node that runs"));
        rows.put("tshark", new Row("DissectorTest", "needs the Debian package"));
        rows.put("check", new Row("packaging/check", "needs root and two minutes"));
        rows.put("drill", new Row("packaging/drill", "needs root and twenty minutes"));
        rows.put("publish", new Row("packaging/publish", "builds everything; with --check it tries the result"));
        rows.put("site", new Row("SiteTest", "builds its module first"));
        for (String program : List.of("apt", "dpkg", "cp", "chown", "install", "systemctl", "cd")) {
            rows.put(program, new Row("packaging/drill.d/deployment.py",
                    "changes a host; the drill does the same on hosts of its own"));
        }
        rows.put("tar", new Row("RepairHeadPackageTest", "needs the archives"));
        for (String program : List.of("sed", "for", "done", "echo")) {
            rows.put(program, new Row("DocumentedCommandsTest",
                    "edits files of a deployment: run with the deployment of the test"));
        }
        rows.put("sysctl", new Row("DoctorTest", "changes the host; the doctor says the same line"));
        rows.put("ip", new Row("DoctorTest", "changes the host; the doctor says the same line"));
        rows.put("git", new Row("ProtocolDocumentTest", "shows what the line before has changed"));
        rows.put("tail", new Row("PublishAndSubscribeTest", "stands for any program that writes lines"));
        return rows;
    }
}
