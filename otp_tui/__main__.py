"""The entry point: `otp-tui`, and `python -m otp_tui`."""

import sys

from otp_tui.cli.terminal.early_signals import hold_signals


def main() -> None:
    """Run the command line and exit; signals are answered before it is loaded."""
    hold_signals(sys.argv[1:])
    from otp_tui.cli.main import main as run_command_line  # noqa: PLC0415 - the largest part of a start

    run_command_line()


if __name__ == "__main__":
    main()
