"""The HTTP service layer: one hardened client, the provider adapters, probes and controls.

The only package that imports httpx; importing the package itself does not load it.
"""
