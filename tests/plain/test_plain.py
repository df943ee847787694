"""The wizard line by line: what may not be sent twice, what is asked on live, what leaves it."""

import re

import pytest
from support.plain_dialogue import Talk, later, newest

from otp_tui.core.flow.journey import Journey
from otp_tui.plain.dialogue import HELP

LINE = re.compile(r"^  ([^ ]+): ", re.MULTILINE)


class Limits:
    """The rules of a live target: the merchant's name opens it, for one send."""

    locked = True

    def unlock(self, typed):
        opened = typed == "Acme"
        self.locked = not opened
        return opened


def shown_since(talk, mark):
    return talk.shown.rsplit(mark, 1)[1]


async def test_live_asks_for_the_merchants_name_and_then_for_a_yes():
    talk = await Talk(
        Journey.PAYNET, "01", "Acne", "01", "Acme", "?", newest, "", "01", "2", limits=Limits()
    )()
    assert talk.calls == ["send_otp", "check_otp"]
    assert (
        "Type the merchant's name to continue: Acne\nThat is not the merchant's name in this profile."
        in talk.shown
    )
    assert (
        "This is live: send to the number ending in 01?\nThis sends a real SMS to a real phone.\n"
        in talk.shown
    )


async def test_a_code_is_never_requested_early_on_live():
    talk = await Talk(Journey.MASTERPASS, "01", "Acme", "e", limits=Limits())()
    assert talk.shown.rsplit("left: e\n", 1)[1].startswith("Not available on live.\n")
    assert "negative test" not in talk.shown
    assert talk.calls == ["session", "merchant/link"]


async def test_another_walkthrough_begins_at_the_phone_with_exchanges_of_its_own():
    talk = await Talk(Journey.PAYNET, "01", newest, "", "x")()
    assert shown_since(talk, ": x\n").startswith("No request was sent yet.\n")
    assert talk.calls == ["send_otp", "check_otp"]


async def test_the_letters_of_the_other_language_are_taken_where_they_mean_nothing_else():
    talk = await Talk(Journey.PAYNET, "01", "n", language="tr")()
    assert shown_since(talk, ": n\n").startswith("Sağlayıcı, süre dolmadan yeni kod göndermez.")


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "The language is English already."), ("tr", "Dil zaten Türkçe.")]
)
async def test_the_language_that_is_spoken_is_said_to_be(language, sentence):
    talk = await Talk(Journey.PAYNET, language, language=language)()
    assert shown_since(talk, f": {language}\n").startswith(f"{sentence}\n")


async def test_a_code_whose_time_is_up_is_not_called_active():
    talk = await Talk(Journey.PAYNET, "01", "+120", "p", "02", "2")()
    assert "The countdown of the code for the number ending in 01 is over;" in talk.shown
    assert "still active" not in talk.shown
    assert talk.calls == ["send_otp"]


@pytest.mark.parametrize("language", ["en", "tr"])
async def test_help_names_each_key_once(language):
    talk = await Talk(Journey.FULL, "01", HELP, language=language)()
    told = shown_since(talk, ": ?\n").split("\n")
    keys = LINE.findall(
        "\n".join(told[: told.index({"en": "Not possible now:", "tr": "Şimdi yapılamayanlar:"}[language])])
    )
    assert len(keys) == len(set(keys)) == 12


async def test_each_sms_of_the_simulated_phone_is_told_once():
    talk = await Talk(Journey.FULL, "01", "WRONG", newest, "", newest)()
    sms = [
        line
        for line in talk.shown.split("\n")
        if line.startswith("SMS to the customer's phone at 14:03:07: ")
    ]
    assert ["Acme Store" in line for line in sms] == [True, False]


async def test_time_is_not_told_unasked_once_that_is_switched_off():
    async def past_all(talk):
        talk.clock.advance(200)
        return "t"

    talk = await Talk(Journey.PAYNET, "01", "m", past_all)()
    assert talk.shown.count("The time is up.") == 1
    assert "Code (?: help): t\nThe time is up." in talk.shown


async def test_a_new_code_that_can_be_requested_is_told():
    opened = "A new code can be requested now: n."
    talk = await Talk(Journey.MASTERPASS, "01", later(30, opened, "n"), newest)()
    assert talk.calls == ["session", "merchant/link", "otp/resend", "otp/verify"]


@pytest.mark.system
async def test_the_ticket_and_the_evidence_are_what_the_wizard_makes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    talk = await Talk(Journey.PAYNET, "k", "v", "01", "k", "v")()
    assert "There is nothing to report yet: no request was sent.\n" in talk.shown
    assert "There is nothing to prove yet: no phone was entered.\n" in talk.shown
    assert "For the provider's support\n  Support request\n" in talk.shown
    folder = re.search(r"(\d+) files are in\n  (.*)\n", talk.shown)
    assert folder is not None
    kept = [path for path in (tmp_path / folder[2]).rglob("*") if path.is_file()]
    assert len(kept) == int(folder[1])


async def test_no_phone_and_no_code_is_written_besides_the_sms():
    talk = await Talk(Journey.PAYNET, "500 000 00 11", "5000000011", "y", newest)()
    wizard = talk.shown.replace("(?: help): 500 000 00 11\n", "").replace("(?: help): 5000000011\n", "")
    assert "5000000011" not in wizard
    assert "500 000" not in wizard
