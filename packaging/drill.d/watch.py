"""What nodes tell of themselves: metrics, that promtool finds well-formed, and health."""
import shutil
import subprocess


def check_metrics(deployment, report):
    promtool = shutil.which("promtool")
    nodes = [deployment.sender, *deployment.repair_heads, *deployment.receivers]
    for host in nodes:
        status, text = host.page("/metrics")
        names = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")}
        report.check(status == 200 and len(names) > 20, "%s tells %d metrics" % (host.name, len(names)), "%s %s" % (status, text[:200]))
        if promtool:
            said = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True, text=True)
            report.check(said.returncode == 0 and not said.stdout + said.stderr, "promtool finds nothing wrong with them",
                said.stdout + said.stderr)
    if not promtool:
        report.skip("promtool (Debian package prometheus) is not here: metrics were not shown to it")
    for host in nodes:
        host.wait_ready()
    report.ok("all %d nodes are ready" % len(nodes))

