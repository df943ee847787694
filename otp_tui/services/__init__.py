"""The HTTP service layer: one hardened client, one module per provider, the simulator's controls.

The only room that knows httpx; importing this package alone loads none of it.
"""
