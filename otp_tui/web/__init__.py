"""The wizard in a browser: textual-serve on loopback, behind a token that is good once."""
