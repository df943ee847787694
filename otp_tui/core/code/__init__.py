"""One-time codes: typed, pasted, or found in an SMS."""
