"""The deployment: keys, hosts and what stands in their files, set up as docs/operations.md says."""
import glob
import pathlib
import re
import shutil
import threading

from host import INTERFACE, Files, Host, make_lan, run
from report import Broken

NETWORK = "10.77.0."
CONTROLLER, CONTENT_AUTHORITY, REPAIR_HEAD, SENDER = "track-controller", "track-content-authority", "track-repair-head", "track-sender"
REPAIR_HEADS = 3
RECEIVERS = 6
PACKAGES = ("track-repair-head", "track-receiver", "track-sender", "track-controller", "track-content-authority", "track-tools")
# Twelve JVMs on a machine that does other things too: pauses are longer than a healthy parent's on a host of its own.
PATIENCE = "-Dtree.parent-misses=40 -Dtree.repair-head-silence=4s -Dtree.receiver-silence=3s"
# What the sender sends: little enough that the processor is not what is tried.
BYTES_PER_SECOND = 250_000
JVM = "-Xmx96m -XX:TieredStopAtLevel=1"

TREE = """nodes {
%s
%s
}
"""


class Deployment:

    def __init__(self, packaging, private):
        self.packaging = packaging
        self.private = private
        self.keys = private / "keys"
        self.jdk = find_jdk()
        make_lan()
        self.image = Files(private / "image")
        self.image.install("-i", *self.copied_packages(self.image))
        self.make_keys()
        self.controller = self.host("controller", 2)
        self.content_authority = self.host("content", 3)
        self.sender = self.host("sender", 4)
        self.repair_heads = [self.host("rh-%d" % n, 10 + n) for n in range(1, REPAIR_HEADS + 1)]
        self.receivers = [self.host("receiver-%d" % n, 20 + n) for n in range(1, RECEIVERS + 1)]
        self.hosts = [self.controller, self.content_authority, self.sender, *self.repair_heads, *self.receivers]

    def copied_packages(self, files):
        (files.root / "tmp/packages").mkdir()
        copies = []
        for package in sorted((self.packaging / "target").glob("*.deb")):
            shutil.copy(package, files.root / "tmp/packages")
            copies.append("/tmp/packages/" + package.name)
        return copies

    def host(self, name, number):
        files = Files(self.private / name, below=[self.image])
        files.adopt_service_manager()
        return Host(name, NETWORK + str(number), files)

    def track(self, *words, check=True):
        """The track command on a machine that has all keys; its directory of keys is /run/keys."""
        mounted = self.image.root / "run/keys"
        if not mounted.exists():
            mounted.mkdir()
            self.keys.mkdir(exist_ok=True)
            run("mount", "--bind", self.keys, mounted)
        return run("chroot", self.image.root, "env", "TRACK_JVM_OPTS=-Xmx192m -XX:TieredStopAtLevel=1", "track", *words, check=check)

    def java(self, program, *words):
        """What one of the Java programs beside this file says, run with the classes of track-tools where track() runs."""
        shutil.copy(self.packaging / ("drill.d/%s.java" % program), self.image.root / "tmp")
        return run("chroot", self.image.root, self.jdk + "/bin/java", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
            "-cp", "/usr/share/track-tools/track-cli/*", "/tmp/%s.java" % program, *words).stdout

    def make_keys(self):
        repair_heads = range(1, REPAIR_HEADS + 1)
        heads = ["  rh-%d { role = repair-head, parent = sender, address = \"%s%d:7200\", backups = [%s] }" % (
            n, NETWORK, 10 + n, ", ".join("rh-%d" % other for other in repair_heads if other != n)) for n in repair_heads]
        leaves = ["  receiver-%d { parent = rh-%d, backups = [%s, sender] }" % (n + 1, n % REPAIR_HEADS + 1,
            ", ".join("rh-%d" % ((n + step) % REPAIR_HEADS + 1) for step in range(1, REPAIR_HEADS))) for n in range(RECEIVERS)]
        self.keys.mkdir()
        (self.keys / "tree.conf").write_text(TREE % ("\n".join(heads), "\n".join(leaves)))
        self.track("keys", "init", "--dir", "/run/keys/d", "--group", "news", "--tree", "/run/keys/tree.conf")
        for conf in (self.keys / "d").glob("*.conf"):
            conf.write_text(self.addressed(conf.stem, conf.read_text()))

    def addressed(self, name, text):
        """A configuration with the addresses of this deployment in the place of those of loopback."""
        text = re.sub(r"^# (authorities\.(transport-controller|content-authority) =)", r"\1", text, flags=re.M)
        text = re.sub(r"^authorities.join = false", "authorities.join = true", text, flags=re.M)
        text = re.sub(r"^(authorities\.transport-controller = \"?)[0-9.]+:", r"\g<1>%s2:" % NETWORK, text, flags=re.M)
        text = re.sub(r"^(authorities\.content-authority = \"?)[0-9.]+:", r"\g<1>%s3:" % NETWORK, text, flags=re.M)
        if name in ("controller", "content-authority"):
            number = 2 if name == "controller" else 3
            text = re.sub(r"^(listen = \"?)[0-9.]+:", r"\g<1>%s%d:" % (NETWORK, number), text, flags=re.M)
            return text + "rekey.every = 0s\nlimits.releases-per-minute = 1000\n"
        text += "management.address = \"127.0.0.1:9464\"\n"
        if name.startswith("rh-"):
            text += "net.unicast-port = 7200\n"
        return text

    def configure(self):
        """Puts files where docs/operations.md says."""
        for n, host in enumerate(self.repair_heads, 1):
            etc = host.path("/etc/track/repair-head")
            copy(self.keys / "d" / ("rh-%d" % n), etc)
            shutil.copy(self.keys / "d" / ("rh-%d.conf" % n), etc / "repair-head.conf")
            self.finish(host, REPAIR_HEAD, "--interface %s %s" % (INTERFACE, PATIENCE))
        for host in self.receivers:
            etc = host.path("/etc/track/receiver")
            copy(self.keys / "d" / host.name, etc)
            shutil.copy(self.keys / "d" / (host.name + ".conf"), etc)
            self.finish(host, "track-receiver", "--interface %s %s" % (INTERFACE, PATIENCE))
        etc = self.sender.path("/etc/track/sender")
        copy(self.keys / "d/sender", etc)
        shutil.copy(self.keys / "d/sender.conf", etc)
        self.finish(self.sender, SENDER, "--interface %s --await %d --timeout 3m --rate %d %s" % (
            INTERFACE, RECEIVERS, BYTES_PER_SECOND * 8, PATIENCE))
        self.give_authority(self.controller, "controller", "transport-controller", "transport")
        self.give_authority(self.content_authority, "content-authority", "content-authority", "content")

    def give_authority(self, host, role, name, layer):
        of, state = self.keys / "d/authorities", host.path("/var/lib/track-%s/authorities" % role)
        etc = host.path("/etc/track/%s/authorities" % role)
        for directory in (etc, state):
            directory.mkdir(mode=0o700)
        shutil.copy(self.keys / "d" / (role + ".conf"), etc.parent)
        for file in (name + ".p12", name + ".password"):
            shutil.copy(of / file, etc)
        copy(of / name, state)
        for file in (name + "-key.pem", layer + ".log", "policy.token", "transport-controller.pem", "content-authority.pem",
                "infrastructure-ca.pem", "subscriber-ca.pem"):
            shutil.copy(of / file, state)
        host.inside("chown", "-R", "track-%s:" % role, "/var/lib/track-%s/authorities" % role)
        self.finish(host, "track-" + role, "")

    def finish(self, host, package, options):
        role = package.removeprefix("track-")
        host.inside("sh", "-c", "chown -R %s: /etc/track/%s/*" % (package, role))
        set_environment(host, role, TRACK_OPTIONS=options, TRACK_JVM_OPTS=JVM)

    def start_authorities(self):
        self.controller.start(CONTROLLER)
        self.content_authority.start(CONTENT_AUTHORITY)

    def start_nodes(self):
        """Repair heads at the same time, and then receivers."""
        starts = [threading.Thread(target=host.start, args=(REPAIR_HEAD,)) for host in self.repair_heads]
        for start in starts:
            start.start()
        for start in starts:
            start.join()
        for host in self.receivers:
            host.start(receiver_unit(host))

    def units(self):
        """Every host with the unit that runs on it all the time."""
        return [(self.controller, CONTROLLER), (self.content_authority, CONTENT_AUTHORITY),
            *((host, REPAIR_HEAD) for host in self.repair_heads), *((host, receiver_unit(host)) for host in self.receivers)]


    def keep_rekeys(self):
        """Copies the rekeys of content that there are: the authority keeps the last sixteen only."""
        source = self.content_authority.path("/var/lib/track-content-authority/authorities/content-authority/rekeys")
        (self.keys / "rekeys").mkdir(exist_ok=True)
        for rekey in source.glob("*.rekey"):
            shutil.copy(rekey, self.keys / "rekeys")

    def copy_logs(self, to):
        """What services have said, and the metrics of those that run."""
        to.mkdir(exist_ok=True)
        for host in self.hosts:
            (to / (host.name + ".metrics")).write_text(host.page("/metrics")[1])
            for unit in host.units:
                (to / ("%s.%s.log" % (host.name, unit))).write_text(host.log(unit))


    def busiest_repair_head(self):
        """The one with most children: which ones they take depends on who was there first."""
        return max(self.repair_heads, key=lambda host: host.metric("track_children"))


def find_jdk():
    """A JDK that reads class files of Java 25, for tools that a JRE has not."""
    for home in sorted(glob.glob("/usr/lib/jvm/*") + glob.glob("/usr/java/*") + glob.glob("/opt/java/*")):
        release = pathlib.Path(home) / "release"
        version = re.search(r'JAVA_VERSION="(\d+)', release.read_text()) if release.exists() else None
        if version and int(version[1]) >= 25 and (pathlib.Path(home) / "bin/jcmd").exists():
            return home
    raise Broken("there is no JDK 25 or later")


def copy(directory, to):
    shutil.copytree(directory, to / directory.name)


def receiver_unit(host):
    return "track-receiver@" + host.name


def set_environment(host, role, **values):
    """Sets values in /etc/track/ROLE.env; None takes one out."""
    file = host.path("/etc/track/%s.env" % role)
    lines = [line for line in file.read_text().splitlines() if line.partition("=")[0] not in values]
    lines += ["%s=%s" % item for item in values.items() if item[1] is not None]
    file.write_text("\n".join(lines) + "\n")
