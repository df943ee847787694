"""Letters that a terminal lacks are written as others of the same width."""

import pytest

from otp_tui.cli.terminal.encoding import register_ascii_fallback


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("▌ ● Phone · 1:52", "| * Phone - 1:52"),
        ("Doğrulandı ✓", "Dogrulandi v"),
        ("İSTANBUL şçöü", "ISTANBUL scou"),
        ("╭──╮█▀▄━", '+--+#".='),
        ("▂▄▆ ▮▮▮ » ▶ ⠋⠙ ◆ 20×8 ≈1", "-.# ### > > *+ * 20x8 ~1"),
        ("▛▀▜ ▙▄▟", '#"# #.#'),
        ("a漢b", "a??b"),
        ("a\u0416b", "a?b"),
    ],
)
def test_each_is_written_as_one_that_is_like_it(text, written):
    assert text.encode("ascii", errors=register_ascii_fallback()).decode() == written


def test_what_cannot_be_read_is_no_matter_of_shape():
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("ascii", errors=register_ascii_fallback())
