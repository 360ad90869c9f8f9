"""What happens to interfaces of nodes that run."""
from host import INTERFACE
from report import until


def check_interface_returns(hosts, report):
    """An interface that is removed and made anew: the node is back in its groups by itself."""
    before = {host.name: host.metric("track_net_groups_joined_again_total") for host in hosts}
    pids = {host.name: host.main_pid(host.units[0]) for host in hosts}
    for host in hosts:
        host.pull_out()
    for host in hosts:
        until(lambda: INTERFACE not in host.inside("ip", "link").stdout, "the interface is gone")
        host.plug_in()
    for host in hosts:
        until(lambda: host.metric("track_net_groups_joined_again_total") > before[host.name], host.name + " has joined its groups again", 30,
            lambda: host.log(host.units[0])[-500:])
        host.wait_ready()
        report.check(host.main_pid(host.units[0]) == pids[host.name], "%s serves on after its interface was away" % host.name)

