"""A provider that means harm puts its texts into every field; in each file they stay texts."""

import re

import pytest
from lxml import html
from markdown_it import MarkdownIt
from support.hostile_words import MESSAGES, harmful
from support.runs import HOSTILE, hostile_run

from otp_tui.evidence.markdown import code, code_block, escaped, sentence_text
from otp_tui.evidence.pack import build_pack
from otp_tui.evidence.printable import printable_body
from otp_tui.evidence.sequence_mermaid import mermaid_text
from otp_tui.evidence.ticket import ticket
from otp_tui.i18n.translator import Translator

ENGLISH = Translator("en")
READABLE = ("report.html", "report.md", "sequence.mmd", "ticket.txt")
MERMAID_LINE = re.compile(
    r"sequenceDiagram"
    r"|    (?:actor|participant) p\d as [^#;:<>\"`%{}]*(?:#\d+;[^#;:<>\"`%{}]*)*"
    r"|    (?:p\d(?:->>|-->>|-x|--x|-\)|--\))p\d|Note over p\d(?:,p\d)?): [^#;:<>\"`%{}]*(?:#\d+;[^#;:<>\"`%{}]*)*"
)
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "aria-hidden", "aria-label", "scope", "src", "alt",
    "viewbox", "width", "height", "role", "xmlns", "x", "y", "x1", "x2", "y1", "y2", "rx", "d", "text-anchor",
}  # fmt: skip
TEXTS = {
    "all at once": HOSTILE,
    **{name: come for name, (come, _) in MESSAGES.items() if "\ud800" not in come and len(come) < 10_000},
    "long": "z" * 20_000,
}


@pytest.fixture(scope="module")
def files():
    return build_pack(hostile_run(), ENGLISH, pictures={"01-</script>.svg": HOSTILE})


def rendered(markdown):
    """The tokens of a Markdown text, those within lines too."""
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        yield token
        yield from token.children or ()


@pytest.mark.parametrize("name", READABLE)
def test_no_character_moves_hides_or_reorders_others(files, name):
    assert harmful(files[name], breaks="\n") == set()


def test_the_page_has_only_our_own_elements(files):
    document = html.document_fromstring(files["report.html"])
    assert document.xpath("//script | //a | //form | //b[.='b'] | //*[@onerror] | //title/*") == []
    found = {name for element in document.iter("*") for name in element.attrib}
    assert {name.lower() for name in found} <= ATTRIBUTES
    assert all(source.startswith("data:image/svg+xml;base64,") for source in document.xpath("//@src"))
    assert "</script><img src=x onerror=alert(1)>]]>" in document.xpath("//article")[0].text_content()


def test_the_markdown_has_no_markup_of_theirs(files):
    tokens = list(rendered(files["report.md"]))
    kinds = {token.type for token in tokens}
    assert kinds & {"link_open", "image", "html_block", "em_open", "s_open", "heading_close_"} == set()
    assert {token.content for token in tokens if token.type == "html_inline"} == {"<br>"}
    assert {token.info for token in tokens if token.type == "fence"} == {"text", "mermaid", "sh"}
    headings = [token for token in tokens if token.type == "heading_open"]
    assert [token.tag for token in headings].count("h3") == 3
    assert [token.tag for token in headings].count("h1") == 1
    rows = [token for token in tokens if token.type == "td_open"]
    assert len(rows) % 2 == 0


def test_nothing_in_the_markdown_is_a_mention_or_a_link(files):
    outside = re.sub(r"^(`{3,})[a-z]*\n.*?^\1$", "", files["report.md"], flags=re.MULTILINE | re.DOTALL)
    plain = "".join(
        token.content for token in rendered(outside) if token.type in {"text", "text_special", "html_inline"}
    )
    assert re.findall(r"@\w|#\d|GH-\d|://|www\.|:tada:", plain) == []


def test_each_line_of_the_diagram_is_one_of_ours(files):
    lines = files["sequence.mmd"].splitlines()
    assert [line for line in lines if not MERMAID_LINE.fullmatch(line)] == []
    assert len(lines) == 18


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_each_text_stays_in_its_line(text):
    shown = mermaid_text(text)
    assert MERMAID_LINE.fullmatch(f"    p0->>p1: {shown}")
    assert "\n" not in shown
    said = ticket(hostile_run(text), ENGLISH)
    assert harmful(said, breaks="\n") == set()
    assert len(said) < 10_000
    assert said.count("\nHTTP status  200\n") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("end", "#101;nd"),
        ("the END.", "the #69;ND."),
        ("send ended", "send ended"),
        ("a;b#c%%d", "a#59;b#35;c#37;#37;d"),
        ("wrap: x", "#119;rap#58; x"),
        ('<b>"&', "#60;b#62;#34;#38;"),
        ("a\nb\u2028c", "a b c"),
    ],
)
def test_words_and_signs_of_mermaid_are_entities(text, shown):
    assert mermaid_text(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>*a*_b_", r"\<b\>\*a\*\_b\_"),
        ("@octocat #12 GH-7", "@&#8203;octocat \\#&#8203;12 G&#8203;H-7"),
        ("http://x www.x", "http:&#8203;//x w&#8203;ww.x"),
        (":tada: 10:30", ":&#8203;tada: 10:&#8203;30"),
        ("- a | b", r"\- a \| b"),
        ("1. a", r"1\. a"),
        ("&lt;", r"\&lt;"),
    ],
)
def test_what_markdown_would_take_for_its_own_is_escaped(text, shown):
    assert escaped(text) == shown


def test_code_is_fenced_by_more_backticks_than_are_in_it():
    assert code("a``b`") == "``` a``b` ```"
    assert code("a|b") == "`a\\|b`"
    assert code_block(["````", "x"]) == ["`````", "````", "x", "`````"]
    assert sentence_text("`A_b` is _1_") == r"`A_b` is \_1\_"


def test_the_lines_of_a_body_have_the_paths_of_their_values():
    body = '{\n  "a": {\n    "b": [\n      {\n        "c\\"d": 1\n      },\n      2\n    ]\n  },\n  "e": {},\n  "f": ""\n}'
    paths = [line.path for line in printable_body(body).lines]
    assert paths == ["", "a", "a.b", "a.b[0]", 'a.b[0].c\\"d', "", "a.b[1]", "", "", "e", "f", ""]
    assert [line.path for line in printable_body("no\n  json: 1").lines] == ["", ""]


def test_a_long_body_is_cut_and_the_rest_counted():
    body = printable_body("x\n" * 1_000)
    assert (len(body.lines), body.left_out) == (400, 601)
