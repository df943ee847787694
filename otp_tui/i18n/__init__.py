"""The program's sentences, in Turkish and English."""
