"""Modal panels over the wizard."""
