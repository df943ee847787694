"""A count of sends in memory, for tests of what asks for it."""

from otp_tui.core.security.budget import allowance


class MemoryLedger:
    """Sends in memory; a ledger as the guard takes one."""

    def __init__(self):
        self._sends = []
        self._count = 0

    def reserve(self, number, budget, now):
        rest = self.remaining(number, budget, now)
        if not rest.remaining:
            return None, rest
        self.note(number, now)
        return self._count, self.remaining(number, budget, now)

    def note(self, number, at):
        self._count += 1
        self._sends.append((self._count, number, at))

    def release(self, reservation):
        self._sends = [send for send in self._sends if send[0] != reservation]

    def remaining(self, number, budget, now):
        return allowance(budget, [at for _, sent_to, at in self._sends if sent_to == number], now)
