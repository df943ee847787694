"""The flows around a walkthrough: plain objects that the app owns."""
