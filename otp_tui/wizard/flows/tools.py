"""The tools of a connection, loaded in a thread when they are first wanted."""

import asyncio

from otp_tui.conductor.evidence_ports import ExchangeTools
from otp_tui.wizard.context import WizardContext


async def tools_of(context: WizardContext) -> ExchangeTools | None:
    """Return the tools of a context's connection, loaded once; None where it has none."""
    load = context.connection.load_tools
    if context.tools is None and load is not None:
        context.tools = await asyncio.to_thread(load)
    return context.tools
