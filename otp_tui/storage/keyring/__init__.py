"""The OS keyring; the only importer of keyring."""
