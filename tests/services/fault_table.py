"""The fault matrix: what each fault makes of each call. `test_fault_matrix.py` plays it, row by row.

How to read it. A row is a fault; its cells say, call by call, which of these the answer is:

    N  nothing had left                    provider_error, not_sent
    L  lost after it had left              provider_error, maybe_sent
    A  answered, and nothing decided       provider_error, maybe_sent
    E  answered by an error                provider_error, not_sent
    R  refused                             refused, not_sent
    r  refused by what cannot be believed  refused, maybe_sent
    U  not documented                      unknown, maybe_sent
    C  the keys were refused               credentials, not_sent
    W  told to wait                        limited, not_sent

A verify that is answered by an error (E) is ``maybe_sent`` as well: the code may have been used.
Calls that neither send an SMS nor use a code (session, list, unlink) are always ``not_sent``. What a walkthrough
becomes by it, and what `run` ends with, is in `ENDS`; the words for it are in `fault_words.py`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from otp_tui.core.exchange.exchange import Verb


class Column(NamedTuple):
    """A kind of call: whose, which, and which walkthrough it stands in."""

    provider: str
    verb: Verb
    kind: str


COLUMNS: Final = {
    "send": Column("paynet", Verb.START, "send"),
    "again": Column("paynet", Verb.RESEND, "resend"),
    "check": Column("paynet", Verb.VERIFY, "verify"),
    "session": Column("paywall", Verb.PREPARE, "session"),
    "link": Column("paywall", Verb.START, "link"),
    "resend": Column("paywall", Verb.RESEND, "resend"),
    "verify": Column("paywall", Verb.VERIFY, "verify"),
    "list": Column("paywall", Verb.CONFIRM, "list"),  # as the last word on a link
    "list?": Column("paywall", Verb.CONFIRM, "list?"),  # after a lost verify
    "unlink": Column("paywall", Verb.UNLINK, "unlink"),
}

TABLE: Final = """
                    | Paynet             | Paywall
fault               | send  again  check | session  link  resend  verify  list  list?  unlink | told as
--------------------+--------------------+-----------------------------------------------------+------------------
name not resolved   | N     N      N     | N        N     N       N       N     N      N      | name_not_resolved
connect refused     | N     N      N     | N        N     N       N       N     N      N      | connect_refused
connect timeout     | N     N      N     | N        N     N       N       N     N      N      | connect_timeout
TLS failed          | N     N      N     | N        N     N       N       N     N      N      | tls_failed
TLS never ends      | N     N      N     | N        N     N       N       N     N      N      | connect_timeout
write timeout       | L     L      L     | L        L     L       L       L     L      L      | write_timeout
write broken        | L     L      L     | L        L     L       L       L     L      L      | reset
no answer in time   | L     L      L     | L        L     L       L       L     L      L      | read_timeout
head drips          | L     L      L     | L        L     L       L       L     L      L      | read_timeout
only 1xx            | L     L      L     | L        L     L       L       L     L      L      | read_timeout
body drips          | L     L      L     | L        L     L       L       L     L      L      | deadline
reset, no byte      | L     L      L     | L        L     L       L       L     L      L      | reset
closed, no byte     | L     L      L     | L        L     L       L       L     L      L      | reset
reset in head       | L     L      L     | L        L     L       L       L     L      L      | reset
closed in head      | L     L      L     | L        L     L       L       L     L      L      | reset
reset in body       | L     L      L     | L        L     L       L       L     L      L      | cut
closed in body      | L     L      L     | L        L     L       L       L     L      L      | cut
closed in chunks    | L     L      L     | L        L     L       L       L     L      L      | cut
401 cut             | L     L      L     | L        L     L       L       L     L      L      | cut
bad chunk           | L     L      L     | L        L     L       L       L     L      L      | cut
not HTTP            | L     L      L     | L        L     L       L       L     L      L      | protocol
huge header         | L     L      L     | L        L     L       L       L     L      L      | too_large
huge body           | L     L      L     | L        L     L       L       L     L      L      | too_large
gzip bomb           | L     L      L     | L        L     L       L       L     L      L      | too_large
broken gzip         | L     L      L     | L        L     L       L       L     L      L      | encoding
half a gzip         | L     L      L     | L        L     L       L       L     L      L      | cut
unknown encoding    | L     L      L     | L        L     L       L       L     L      L      | encoding
gzip twice          | L     L      L     | L        L     L       L       L     L      L      | encoding
200 HTML            | A     A      A     | A        A     A       A       A     A      A      | no JSON object
200 empty           | A     A      A     | A        A     A       A       A     A      A      | no JSON object
200 a list          | A     A      A     | A        A     A       A       A     A      A      | no JSON object
200 NaN             | A     A      A     | A        A     A       A       A     A      A      | no JSON object
200 deep            | A     A      A     | A        A     A       A       A     A      A      | no JSON object
200 {}              | A     A      A     | r        r     r       r       r     r      r      | its field
200 wrong types     | A     A      A     | r        r     r       r       r     r      r      | its field
200 nulls           | A     A      A     | r        r     r       r       r     r      r      | its field
200 long number     | A     A      A     | r        r     r       r       r     r      r      | its field
200 nulls within    | A     A      A     | U        U     U       U       U     U      U      | its field
200 undocumented    | U     U      U     | U        U     U       U       U     U      U      | its field
200 no, markup      | R     R      R     | R        R     R       R       R     R      R      | its field
200 no, controls    | R     R      R     | R        R     R       R       R     R      R      | its field
302                 | r     r      r     | r        r     r       r       r     r      r      | no JSON object
400                 | R     R      R     | R        R     R       R       R     R      R      | HTTP status
401                 | C     C      C     | C        C     C       C       C     C      C      | no JSON object
401 {}              | C     C      C     | C        C     C       C       C     C      C      | HTTP status
403                 | C     C      C     | C        C     C       C       C     C      C      | no JSON object
404                 | R     R      R     | E        E     E       E       E     E      E      | no JSON object
404 {}              | R     R      R     | R        R     R       R       R     R      R      | HTTP status
429                 | W     W      W     | W        W     W       W       W     W      W      | HTTP status
429 Retry-After     | W     W      W     | W        W     W       W       W     W      W      | no JSON object
500                 | A     A      A     | A        A     A       A       A     A      A      | no JSON object
500 {}              | A     A      A     | A        A     A       A       A     A      A      | HTTP status
502 HTML            | A     A      A     | A        A     A       A       A     A      A      | no JSON object
503 Retry-After     | A     A      A     | A        A     A       A       A     A      A      | no JSON object
"""

MEANINGS: Final = {
    "N": ("provider_error", "not_sent"),
    "L": ("provider_error", "maybe_sent"),
    "A": ("provider_error", "maybe_sent"),
    "E": ("provider_error", "not_sent"),
    "R": ("refused", "not_sent"),
    "r": ("refused", "maybe_sent"),
    "U": ("unknown", "maybe_sent"),
    "C": ("credentials", "not_sent"),
    "W": ("limited", "not_sent"),
}

ENDS: Final = {
    # kind of call: letters: phase reason exit code
    "send": {
        "N": "halted not_sent 8",
        "L A r": "maybe_sent maybe_sent 8",
        "U": "maybe_sent unknown 8",
        "R": "halted refused 7",
        "C": "halted credentials 6",
        "W": "halted limited 5",
    },
    "link": {
        "N": "halted not_sent 8",
        "L A r": "maybe_sent maybe_sent 8",
        "U": "maybe_sent unknown 8",
        "E": "halted provider_error 8",
        "R": "halted refused 7",
        "C": "halted credentials 6",
        "W": "halted limited 5",
    },
    "resend": {
        "N": "code resend_not_sent 8",
        "L A r": "maybe_sent maybe_sent 8",
        "U": "maybe_sent unknown 8",
        "E": "code resend_refused 8",
        "R": "code resend_refused 5",
        "C": "code resend_refused 6",
        "W": "code resend_limited 5",
    },
    "verify": {
        "N": "code verify_not_sent 8",
        "L A E r U": "code verify_lost 8",
        "R": "halted refused 7",
        "C": "code verify_refused 6",
        "W": "code verify_refused 5",
    },
    "session": {
        "N L": "halted not_sent 8",
        "A E": "halted provider_error 8",
        "U": "halted provider_error 7",
        "R r": "halted refused 7",
        "C": "halted credentials 6",
        "W": "halted limited 5",
    },
    "list": {
        "N L A E": "done confirm_unanswered 8",
        "U R r": "done confirm_unanswered 7",
        "C": "done confirm_unanswered 6",
        "W": "done confirm_unanswered 5",
    },
    "list?": {"N L A E U R r C W": "code confirm_unanswered -"},  # `run` never asks it
    "unlink": {
        "N L A E": "done unlink_failed 8",
        "U R r": "done unlink_failed 7",
        "C": "done unlink_failed 6",
        "W": "done unlink_failed 5",
    },
}


class Cell(NamedTuple):
    """What one fault makes of one call."""

    fault: str
    column: str
    verdict: str
    delivery: str
    phase: str
    reason: str
    exit_code: int | None
    told_as: str


def cells() -> list[Cell]:
    """The table, cell by cell."""
    return [cell for row in TABLE.strip().splitlines()[3:] for cell in _row(row)]


def _row(row: str) -> list[Cell]:
    fault, paynet, paywall, told_as = (part.strip() for part in row.split("|"))
    letters = dict(zip(COLUMNS, [*paynet.split(), *paywall.split()], strict=True))
    return [_cell(fault, name, letter, told_as) for name, letter in letters.items()]


def _cell(fault: str, name: str, letter: str, told_as: str) -> Cell:
    column = COLUMNS[name]
    verdict, delivery = MEANINGS[letter]
    if column.kind in {"session", "list", "list?", "unlink"}:
        delivery = "not_sent"
    if (column.kind, letter) == ("verify", "E"):
        delivery = "maybe_sent"
    [end] = [end for letters, end in ENDS[column.kind].items() if letter in letters.split()]
    phase, reason, code = end.split()
    exit_code = None if code == "-" else int(code)
    return Cell(fault, name, verdict, delivery, phase, reason, exit_code, told_as)
