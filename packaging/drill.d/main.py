"""The drill from its beginning to its end; packaging/drill starts it in namespaces of its own."""
import argparse
import pathlib
import secrets
import sys
import traceback

from certificate_faults import check_expired_at_start, check_renewed_by_reload
from deployment import CONTENT_AUTHORITY, CONTROLLER, REPAIR_HEAD, Deployment, receiver_unit
from disk_faults import check_controller_log, check_receiver, check_repair_head_state, full_journals
from kills import check_kills
from management_faults import check_strangers
from network_faults import check_interface_returns
from payload_keys import check_payload_keys
from purge import check_nobody_runs, check_purge, remove
from refused_starts import check_missing_configuration, check_taken_port_of_controller, check_taken_ports, check_wrong_interfaces, stopped
from rekeys import check_rekeys
from report import Broken, Report
from stream import Stream, load
from upgrade import check_upgrade
from watch import check_metrics

SHORT_KILL_SECONDS, WHOLE_KILL_SECONDS = 20, 600


def begin(deployment, report):
    deployment.configure()
    deployment.start_authorities()
    stream = Stream(deployment, seconds=20)
    deployment.start_nodes()
    for host in [*deployment.repair_heads, *deployment.receivers, deployment.sender]:
        host.wait_ready(90)
    report.ok("twelve packaged services run on twelve hosts")
    check_metrics(deployment, report)
    stream.check_complete(report, deployment.receivers, "a file through three repair heads")
    stream.remove()


def upgrade(deployment, report):
    with load(deployment, report, 15, "upgrade of a repair head"):
        check_upgrade(deployment, report)


def rekeys(deployment, report):
    with load(deployment, report, 120, "keys that change"):
        check_rekeys(deployment, report)


def starts(deployment, report):
    host = deployment.repair_heads[2]
    with load(deployment, report, 60, "starts that are refused"):
        with stopped(host, REPAIR_HEAD, "repair-head"):
            check_wrong_interfaces(host, report)
            check_taken_ports(host, report)
        check_missing_configuration(deployment.receivers[0], report)
        check_taken_port_of_controller(deployment.controller, report)


def certificates(deployment, report):
    with load(deployment, report, 30, "a renewed certificate"):
        check_renewed_by_reload(deployment, deployment.repair_heads[1], report)
    check_expired_at_start(deployment, report)


def interfaces(deployment, report):
    with load(deployment, report, 25, "interfaces that go and return"):
        check_interface_returns([deployment.busiest_repair_head(), deployment.receivers[4]], report)


def management(deployment, report):
    with load(deployment, report, 30, "strangers at the management address"):
        check_strangers(deployment.repair_heads[1], deployment.sender, report)


def disks(deployment, report):
    services = [(deployment.controller, CONTROLLER), (deployment.repair_heads[0], REPAIR_HEAD),
        (deployment.receivers[3], receiver_unit(deployment.receivers[3]))]
    with full_journals(services, report), load(deployment, report, 6, "full journals"):
        pass
    with load(deployment, report, 30, "full state of a repair head"):
        check_repair_head_state(deployment.repair_heads[0], report)
    with load(deployment, report, 60, "full log of the controller"):
        check_controller_log(deployment, report)
    check_receiver(deployment, deployment.receivers[1], report)


def all_in_one(deployment, report):
    """What the short form does under one load."""
    with load(deployment, report, 30, "upgrade and faults under load"):
        check_upgrade(deployment, report)
        check_interface_returns([deployment.receivers[4]], report)
        check_strangers(deployment.repair_heads[1], deployment.sender, report)


CHAPTERS = {chapter.__name__: chapter for chapter in (
    upgrade, rekeys, starts, certificates, interfaces, management, disks)}


def chapters(options):
    """What is to be done between the beginning and the purge, by names."""
    kills = {"kills": lambda *all_: check_kills(*all_, options.seed, SHORT_KILL_SECONDS, film_seconds=10) if options.short
        else check_kills(*all_, options.seed, WHOLE_KILL_SECONDS)}
    last = kills | {"keys": check_payload_keys}
    if options.short:
        return {"under load": all_in_one} | last
    return {name: chapter for name, chapter in (CHAPTERS | last).items() if not options.only or name in options.only}


def main():
    parser = argparse.ArgumentParser(prog="packaging/drill")
    parser.add_argument("packaging", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("private", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 31), help="of the kills")
    parser.add_argument("--only", nargs="+", metavar="CHAPTER", help="of the long form: %s, kills, keys" % ", ".join(CHAPTERS))
    parser.add_argument("--logs", type=pathlib.Path, metavar="DIR", help="where the logs of all services are copied at the end")
    options = parser.parse_args()
    report, deployment = Report(), None
    try:
        report.chapter("install and start")
        deployment = Deployment(options.packaging, options.private)
        begin(deployment, report)
        for name, chapter in chapters(options).items():
            report.chapter(name)
            chapter(deployment, report)
        report.chapter("purge")
        few = [deployment.controller, deployment.repair_heads[0], deployment.receivers[0]]
        check_purge(deployment, report, few if options.short else deployment.hosts)
        remove(deployment)
        check_nobody_runs(report)
    except Broken as broken:
        print("BROKEN %s" % broken, flush=True)
        return 1
    except Exception:
        traceback.print_exc()
        return 1
    finally:
        if options.logs and deployment:
            deployment.copy_logs(options.logs)
    report.end()
    return 0


sys.exit(main())
