"""Where requests go, and with which credentials."""
