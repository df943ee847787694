"""The demo's target: its SMS and its estimate are what the screen shows."""

from otp_tui.cli.composition.connections import ConnectionFactory
from otp_tui.core.flow.journey import Journey
from otp_tui.i18n.translator import Translator

PHONE = "5301112233"


async def test_the_sms_speaks_the_language_of_the_screen_at_the_moment_it_is_sent():
    translator, factory = Translator("en"), ConnectionFactory()
    try:
        await factory.demo(translator).load()
        state = factory.runtime.simulated()
        state.inbox.send(PHONE, "A1A1", 120)
        translator.language = "tr"
        state.inbox.send(PHONE, "B2B2", 120)
        english, turkish = (message.text for message in state.messages(PHONE))
    finally:
        factory.close()
    assert (
        english
        == "A1A1 is your Acme Store verification code. It is valid for 2 minutes. Do not share it with anyone."
    )
    assert turkish == "B2B2 Acme Mağaza doğrulama kodunuz. 2 dakika geçerlidir. Kimseyle paylaşmayın."


def test_where_the_server_gives_no_expiry_the_estimate_is_what_the_simulator_does():
    factory = ConnectionFactory()
    try:
        conductor = factory.demo(Translator("tr"), otp_lifetime=45.0).new_conductor(Journey.MASTERPASS)
    finally:
        factory.close()
    assert [leg.assumed_s for leg in conductor.walkthrough.legs] == [45]
