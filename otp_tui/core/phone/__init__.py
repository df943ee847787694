"""Phone numbers and their written forms."""
