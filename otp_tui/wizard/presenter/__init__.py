"""Demos to merchants: plain words, big digits, the customer's phone, walkthroughs that play themselves."""
