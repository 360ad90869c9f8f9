"""An upgrade of one repair head while it serves: it drains, its children go elsewhere, and nobody lacks anything."""
from deployment import REPAIR_HEAD
from host import run
from report import until


def make_newer(deployment):
    """The package of repair heads with a higher version."""
    built = next((deployment.packaging / "target").glob("track-repair-head_*.deb"))
    tree, newer = deployment.private / "newer", deployment.private / "track-repair-head_999_all.deb"
    run("dpkg-deb", "-R", built, tree)
    control = tree / "DEBIAN/control"
    control.write_text("".join("Version: 999\n" if line.startswith("Version:") else line for line in control.open()))
    run("dpkg-deb", "-Znone", "-b", tree, newer)
    run("rm", "-r", tree)
    return newer


def check_upgrade(deployment, report):
    """For while a sender sends: dpkg -i of a newer version stops a repair head, which drains, and starts it."""
    newer = make_newer(deployment)
    host = deployment.busiest_repair_head()
    children = host.metric("track_children")
    report.check(children >= 1, "%s serves %d children under load" % (host.name, children))
    host.path("/tmp/newer.deb").write_bytes(newer.read_bytes())
    pid = host.main_pid(REPAIR_HEAD)
    host.inside("dpkg", "-i", "--force-confold", "/tmp/newer.deb")
    until(lambda: host.is_ready(REPAIR_HEAD), "the newer repair head is ready", 60, lambda: host.log(REPAIR_HEAD))
    version = host.inside("dpkg-query", "-f", "${Version}", "-W", REPAIR_HEAD).stdout
    report.check(version == "999" and host.main_pid(REPAIR_HEAD) not in (None, pid),
        "dpkg -i has stopped it and started its newer version", version)
