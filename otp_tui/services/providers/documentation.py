"""The documented side of an answer: its shape, and the values in it that claim the opposite of its verdict."""

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple, Protocol, runtime_checkable

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.exchange.verdict import Decision, Verdict
from otp_tui.services.providers.json_fields import as_int, get_path
from otp_tui.services.providers.shapes import NO_SHAPE, Shape

_GOOD: Final = frozenset({Verdict.OK, Verdict.CHALLENGE})
_GOOD_STATUSES: Final = frozenset({200, 202})


class Claim(NamedTuple):
    """A field that reads as if it told success or failure.

    Attributes:
        path: The field's path.
        succeeds: Returns whether a value claims success; None for one that claims nothing.
    """

    path: tuple[str, ...]
    succeeds: Callable[[Any], bool | None]


class Documentation(NamedTuple):
    """What the documents say about one answer.

    Attributes:
        shape: The documented shape, with its page.
        despite: The paths and values that claim the opposite of the verdict.
    """

    shape: Shape = NO_SHAPE
    despite: tuple[tuple[str, Any], ...] = ()


NO_DOCUMENTATION: Final = Documentation()


@runtime_checkable
class DocumentedAdapter(Protocol):
    """An adapter whose provider's documents are held against its answers; others need not be one."""

    def documentation(
        self, verb: Verb, status: int, body: dict[str, Any] | None, decision: Decision
    ) -> Documentation:
        """Return what the documents say about a complete answer.

        Args:
            verb: The request's verb.
            status: The HTTP status.
            body: The answer's JSON object; None where the body is none.
            decision: The answer's verdict with its proof.
        """
        ...


def contradicting(
    claims: Iterable[Claim], body: dict[str, Any] | None, decision: Decision
) -> tuple[tuple[str, Any], ...]:
    """Return the paths and values that claim the opposite of a verdict, without the value that decided it.

    Args:
        claims: The provider's fields that read as success or failure.
        body: The answer's JSON object; None where the body is none.
        decision: The verdict with its proof.
    """
    if body is None or decision.verdict is Verdict.THREE_D:  # neither a success nor a failure
        return ()
    opposite = decision.verdict not in _GOOD
    claimed = ((".".join(claim.path), claim, get_path(body, *claim.path)) for claim in claims)
    return tuple(
        (path, value)
        for path, claim, value in claimed
        if path != decision.path and claim.succeeds(value) is opposite
    )


def is_zero(value: Any) -> bool | None:
    """Return whether an error code tells success; None for a value that is no number."""
    number = as_int(value)
    return None if number is None else number == 0


def is_true(value: Any) -> bool | None:
    """Return a boolean; None for any other value."""
    return value if isinstance(value, bool) else None


def is_good_status(value: Any) -> bool | None:
    """Return whether a status within a body tells success; None for a value that is no number."""
    number = as_int(value)
    return None if number is None else number in _GOOD_STATUSES
