#!/usr/bin/env python3
"""Whether bills of materials (CycloneDX) name what is shipped, and say under which licence: packaging/bill.py DIRECTORY BOM.json..

The jars in the directory must be the components of the bills and their own artefacts, neither more nor fewer, each with a licence."""

import json
import pathlib
import re
import sys


def named(component):
    """The file that Maven makes of a component: name, version and, from its package URL, classifier."""
    classifier = re.search(r"[?&]classifier=([^&]+)", component.get("purl", ""))
    parts = [component["name"], component["version"]] + ([classifier.group(1)] if classifier else [])
    return "-".join(parts) + ".jar"


def main(directory, bills):
    shipped = {re.sub(r"-\d{8}\.\d{6}-\d+", "-SNAPSHOT", jar.name) for jar in pathlib.Path(directory).glob("*.jar")}
    listed, faults = set(), []
    for bill in bills:
        bom = json.loads(pathlib.Path(bill).read_text())
        for component in [bom["metadata"]["component"], *bom["components"]]:
            listed.add(named(component))
            if not any(licence.get("expression") or licence.get("license", {}).get("id") or licence.get("license", {}).get("name")
                       for licence in component.get("licenses", [])):
                faults.append(f"no licence of {named(component)} in {bill}")
    faults += [f"shipped and in no bill: {name}" for name in sorted(shipped - listed)]
    faults += [f"in a bill and not shipped: {name}" for name in sorted(listed - shipped)]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults or not shipped else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
