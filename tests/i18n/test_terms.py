"""One term for one thing in each language: those that the sentences use, and those that none may use."""

import re
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from babel.messages.pofile import read_po

from otp_tui.i18n.translator import LANGUAGES


class Term(NamedTuple):
    """A thing, the term for it, and what is refused in its place; both are regular expressions."""

    thing: str
    term: str
    refused: tuple[str, ...] = ()


TERMS: Final = {
    "en": (
        Term("one run of a journey", r"walkthroughs?", (r"flows?", r"runs of")),
        Term("what is walked through", r"journey", (r"scenarios?", r"use cases?")),
        Term("what the SMS brings", r"codes?", (r"OTP codes?", r"passcodes?", r"PINs?", r"one-time")),
        Term("a code that the server still accepts", r"active", (r"open codes?", r"code is open", r"pending codes?")),
        Term("a further code", r"new code", (r"resend the code", r"once more")),
        Term("to ask for it", r"request", (r"request for a new code", r"asked? for a new code")),
        Term("to leave a walkthrough for good", r"discard(s|ed)?", (r"giv(e|es|en|ing) (it |this )?up", r"abandon", r"forgotten")),
        Term("to take up what was interrupted", r"resum(e|ed|ing)", (r"go(es|ing)? on", r"carry on", r"carried out")),
        Term("to begin a second time", r"start(s)? again", (r"anew", r"begin(s)? again", r"begin another", r"begun")),
        Term("to go to the next step", r"continue", (r"proceed",)),
        Term("to put right", r"fix", (r"mend(s|ed)?", r"repair", r"broken")),
        Term("the number of a connection", r"port", (r"endpoint", r"socket")),
        Term("what authorises a request", r"keys", (r"API secret", r"credentials? are")),
        Term("where keys are kept", r"keyring", (r"vault", r"wallet", r"key store")),
        Term("where walkthroughs are kept", r"journal", (r"database is", r"log file", r"logbook")),
        Term("what a code is verified with", r"token", (r"ticket(?!\.txt)", r"nonce")),
        Term("Paynet or Paywall", r"provider", (r"vendors?", r"supplier", r"gateway")),
        Term("the company of the customer's account", r"merchant", (r"shop", r"dealer", r"seller")),
        Term("a saved set of addresses and rules", r"profile", (r"targets?", r"preset")),
        Term("the environment of real customers", r"live", (r"production", r"prod")),
        Term("a request that has no answer yet", r"in progress", (r"under way", r"on its way", r"in flight", r"pending")),
        Term("a limit on sends of this program's own", r"otp-tui's own wait", (r"our", r"ours", r"we")),
        Term("a time that the server did not give", r"estimated", (r"assumed", r"assumption", r"guessed")),
        Term("phones that may get an SMS", r"list of allowed phones", (r"be sent to", r"vouched", r"whitelist")),
        Term("the opposite of linking", r"undo the link", (r"unlink the", r"take the link")),
        Term("a key of the keyboard", r"Tab", (r"tabulator", r"Return key")),
        Term("the program", r"otp-tui", (r"this programme", r"the tool", r"the app")),
        Term("what asks to be read twice", r"It is not known whether", (
            r"(?<!there )is no(?! longer)", r"is none", r"let(s)? go", r"to be had", r"nothing is known", r"in any spelling",
            r"do without", r"says so", r"whose phone may",
        )),
    ),
    "tr": (
        Term("one run of a journey", r"akış\w*", (r"yürüyüş\w*", r"gezinti\w*", r"çalışmada", r"canlı çalışma")),
        Term("what the SMS brings", r"kod\w*", (r"OTP kod\w*", r"şifreniz\w*", r"tek kullanımlık", r"PIN")),
        Term("a code that the server still accepts", r"bekleyen kod", (r"açık kod\w*", r"açık bir (kod|şey)\w*")),
        Term("a further code", r"yeni kod", (r"tekrar gönder\w*", r"yeniden yolla\w*")),
        Term("to leave a walkthrough for good", r"akıştan vazgeç\w*", (r"iptal edip çık\w*", r"terk et\w*")),
        Term("to take up what was interrupted", r"sürdür\w*", (r"kaldığı yerden",)),
        Term("a part of a journey", r"aşama\w*", (r"ayak", r"ayağ\w*", r"bacak", r"bölümü")),
        Term("to put right", r"düzelt\w*", (r"onar\w*", r"tamir\w*", r"bozuk")),
        Term("a fault", r"Hata", (r"kusur\w*", r"arıza\w*")),
        Term("the number of a connection", r"port\w*", (r"bağlantı nokta\w*", r"noktasında", r"kapı numara\w*")),
        Term("a key of the keyboard", r"Tab", (r"sekme\w*",)),
        Term("what authorises a request", r"anahtar\w*", (r"kimlik bilgi\w*", r"parola anahtar\w*")),
        Term("where keys are kept", r"anahtarlık\w*", (r"anahtar deposu", r"kasa\w*", r"cüzdan\w*")),
        Term("where walkthroughs are kept", r"günlü[kğ]\w*", (r"jurnal\w*", r"log", r"kayıt defter\w*")),
        Term("what a code is verified with", r"token\w*", (r"jeton\w*", r"belirteç\w*", r"belirteci\w*")),
        Term("Paynet or Paywall", r"sağlayıcı\w*", (r"firma\w*", r"satıcı\w*", r"tedarikçi\w*")),
        Term("the company of the customer's account", r"iş yeri\w*", (r"işyeri\w*", r"mağazanız\w*", r"üye işyeri\w*")),
        Term("a saved set of addresses and rules", r"profil\w*", (r"hedef\w*",)),
        Term("the environment of real customers", r"canlı ortam\w*", (
            r"burası canlı", r"üretim ortam\w*", r"canlıda", r"prod", r"burası",
        )),
        Term("a request that has no answer yet", r"bekleyen istek", (r"istek yolda", r"yolda", r"uçuşta")),
        Term("a limit on sends of this program's own", r"kendi bekleme süresi\w*", (r"bizim", r"kural açık", r"bir koruması")),
        Term("a time that the server did not give", r"tahmini", (r"varsayım\w*", r"varsayılan süre")),
        Term("phones that may get an SMS", r"izin verilenler listesi\w*", (r"gönderim listesi\w*", r"beyaz liste\w*")),
        Term("to look at a thing closely", r"denetle\w*", (r"kontrol e[td]\w*", r"check")),
        Term("the journey's results", r"ile (doğrulandı|bağlandı)", (r"Masterpass bağladı", r"Paynet doğruladı")),
        Term("a moment", r"sonra", (r"itibarıyla", r"itibariyle")),
        Term("what lies between two computers", r"vekil sunucu\w*", (r"aracı sunucu\w*", r"vekil (üzerinden|varsa)")),
        Term("a text on the phone", r"mesaj\w*", (r"ileti", r"iletiler\w*", r"kısa mesaj\w*")),
    ),
}  # fmt: skip
"""What each language calls its things; a sentence that needs another word changes this table first."""


def sentences(language: str) -> dict[str, str]:
    """Every sentence of the project's own by its name."""
    path = Path(__file__).parents[2] / "otp_tui" / "i18n" / language / "LC_MESSAGES" / "otp_tui.po"
    with path.open("rb") as file:
        return {
            message.id: message.string
            for message in read_po(file)
            if isinstance(message.id, str)
            and isinstance(message.string, str)
            and message.id
            and "click's own" not in message.user_comments
        }


def uses(pattern: str, sentence: str) -> bool:
    """Return whether the sentence has these words as whole words, placeholders and capitals aside."""
    told = re.sub(r"\{\w*\}", "…", sentence).replace("İ", "i")
    return re.search(rf"(?<![\w-])(?:{pattern})(?![\w-])", told, re.IGNORECASE) is not None


CASES: Final = [(language, term) for language in LANGUAGES for term in TERMS[language]]
NAMES: Final = [f"{language}-{term.thing}" for language, term in CASES]


@pytest.mark.parametrize(("language", "term"), CASES, ids=NAMES)
def test_the_term_is_used_and_no_other(language, term):
    told = sentences(language)
    assert any(uses(term.term, sentence) for sentence in told.values())
    found = {
        name: refused
        for name, sentence in told.items()
        for refused in term.refused
        if uses(refused, sentence)
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_term_is_refused_by_the_same_table(language):
    plain = [term.term for term in TERMS[language] if re.fullmatch(r"[\w' -]+", term.term)]
    refused = [other for term in TERMS[language] for other in term.refused]
    assert [(word, other) for word in plain for other in refused if uses(other, word)] == []


def test_a_refused_term_is_found_as_a_whole_word_only():
    assert uses("mend(s|ed)?", "Mend that first")
    assert not uses("mend(s|ed)?", "We recommend it")
    assert uses(r"sekme\w*", "Sekme tuşu")
    assert uses(r"iş yeri\w*", "İş yeri adı")
    assert not uses("broken", "Errors: {broken}.")
