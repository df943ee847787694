"""The HTTP service layer: one hardened client, the provider adapters, probes and controls.

The only package that imports httpx; importing the package itself does not load it.
"""

import sys

# httpx's own command line, which nothing here has a use for, loads rich and pygments: a sixth of a whole `run`. httpx
# takes a command line that cannot be imported for one that was not installed.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
