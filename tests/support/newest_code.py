"""Prints the newest code in the simulator's inbox: `newest_code.py ADDRESS PHONE [ARGUMENTS]``.

ARGUMENTS is a file to which every process's arguments are added: what a list of processes shows at that moment.
"""

import json
import sys
import urllib.request
from pathlib import Path

address, phone, *seen = sys.argv[1:]
with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
    f"{address}/__sim/messages?phone={phone}"
) as answer:
    sys.stdout.write(json.load(answer)[-1]["code"] + "\n")
for name in seen:
    with Path(name).open("ab") as file:
        for listed in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                file.write(listed.read_bytes() + b"\n")
            except OSError:  # it has ended
                continue
