"""otp-tui: a terminal wizard for OTP integrations, and the HTTP service layer underneath."""

__version__ = "0.1.0"
