"""The Textual front end: draws what the conductor says and turns keys into its intents."""
