"""Messages that a provider may send to harm a terminal, and the beginning of what may be shown of each."""

import unicodedata

MESSAGES = {
    # name: (as it comes, as it is shown)
    "Rich markup": ("[bold red]free[/] [/] [link=http://x]y[/]", "[bold red]free[/] [/] [link=http://x]y[/]"),
    "Textual action": ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    "format": ("{left} {0.__class__} %s %(a)s", "{left} {0.__class__} %s %(a)s"),
    "HTML": ("<script>alert(1)</script>&amp;]]>", "<script>alert(1)</script>&amp;]]>"),
    "ANSI": ("\x1b[2J\x1b[31mred\x1b[0m", "\\u001b[2J\\u001b[31mred\\u001b[0m"),
    "C1 CSI": ("\x9b2Jx", "\\u009b2Jx"),
    "OSC 52": ("\x1b]52;c;cm0gLXJm\x07x", "\\u001b]52;c;cm0gLXJm\\u0007x"),
    "OSC 8": ("\x1b]8;;http://x\x1b\\y", "\\u001b]8;;http://x\\u001b\\y"),
    "title": ("\x1b]0;owned\x9c", "\\u001b]0;owned\\u009c"),
    "backspaces": ("good\x08\x08\x08\x08evil\x7f", "good\\u0008\\u0008\\u0008\\u0008evil\\u007f"),
    "bidi": (
        "\u202etfel\u202c \u2066a\u2069 \u200fb\u061c",
        "\\u202etfel\\u202c \\u2066a\\u2069 \\u200fb\\u061c",
    ),
    "invisible": ("a\u200b\u2060\ufeff\u00adb\U000e0041", "a\\u200b\\u2060\\ufeff\\u00adb\\ue0041"),
    "combining": ("a" + "\u0301" * 200_000 + "b", "a\u0301\u0301\u0301\u0301…"),
    "NUL": ("a\x00b", "a\\u0000b"),
    "CR LF": ("a\r\nb\u2028c\x0bd\x0ce\x85f", "a  b c\\u000bd\\u000ce\\u0085f"),
    "lone surrogates": ("\ud800x\udfff", "\\ud800x\\udfff"),
    "private": ("\ue000\uf8ff\U000f0000", "\\ue000\\uf8ff\\uf0000"),
    "unassigned": ("\u0378\uffff", "\\u0378\\uffff"),
    "long": ("z" * 400_000, "z" * 300 + "…"),
    "long escapes": ("\x1b" * 80_000, "\\u001b" * 50 + "…"),
    "wide": ("\U0001f468\u200d\U0001f469" * 9, "\U0001f468\\u200d\U0001f469" * 9),
}


def harmful(text, *, breaks=""):
    """The characters of a text that could move or repaint a terminal, or change the order of what is read."""
    return {
        char
        for char in text
        if char not in breaks
        and (unicodedata.category(char)[0] == "C" or unicodedata.category(char) in {"Zl", "Zp"})
    }
