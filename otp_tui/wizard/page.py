"""The sequence by which the page of `serve` learns the language and the colours of what it shows."""

from textual.theme import Theme


def page_sequence(language: str, theme: Theme) -> str:
    """Return a terminal sequence that nothing but our own page reads (``web/page/page.js``).

    Args:
        language: ``tr`` or ``en``.
        theme: The theme that is shown.
    """
    return f"\x1b]5522;{language};{theme.background};{'dark' if theme.dark else 'light'}\x07"
