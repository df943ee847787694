"""The Textual front end: draws walkthroughs and turns keys into intents."""
