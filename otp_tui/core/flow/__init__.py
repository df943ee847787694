"""The state machine of one walkthrough."""
