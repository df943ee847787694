"""An exchange as somebody sees it who watches both ends of the wire."""

from dataclasses import dataclass


@dataclass(eq=False)
class ObservedExchange:
    """One exchange.

    Attributes:
        asked: The gateway's request.
        call: The path's end, as the providers name it.
        url: Where it went.
        fields: The JSON of the request.
        headers: Its headers, by lower-case name.
        left: When it left, on the clock that runs through suspend.
        written: Whether a byte of it had left.
        decided: What the simulator decided, None where it was not reached.
        rang: Whether an SMS went out for it.
        status: The status that came back.
        date: The answer's ``Date``.
        answer: The JSON that came back whole, None until then.
        came: When it had come back whole.
        cut_off: Whether the program had gone away before.
        over: Whether the transport has let go of it.
        bent: Whether what decides was changed on the way.
        heard: Whether its answer, or the lack of one, moved the walkthrough.
    """

    asked: object
    call: str
    url: str
    fields: dict
    headers: dict
    left: float
    written: bool = False
    decided: str | None = None
    rang: bool = False
    status: int | None = None
    date: str | None = None
    answer: object = None
    came: float | None = None
    cut_off: bool = False
    over: bool = False
    bent: bool = False
    heard: bool = False

    @property
    def told(self):
        """The answer, where it came back whole to a program that still waited for it; else nothing."""
        return self.answer if isinstance(self.answer, dict) and not self.cut_off else {}

    @property
    def tells_nothing(self):
        """Whether it had left and nothing that came back says what became of it (contract, "Delivery")."""
        refused = self.status is not None and 400 <= self.status < 500
        return self.written and not refused and (not self.told or self.status >= 300)
