"""`python -m otp_tui` is `otp-tui`."""

from otp_tui.cli.main import main

main()
