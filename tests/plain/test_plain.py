"""The wizard line by line: questions, answers, and the same truths."""

from functools import partial

from support.wizard_harness import ManualClock

from otp_tui.cli.composition.runtime import Runtime, RuntimeOptions, new_conductor
from otp_tui.conductor import WalkthroughOptions
from otp_tui.core.environment import Environment
from otp_tui.core.flow.journey import Journey
from otp_tui.i18n.translator import Translator
from otp_tui.plain.interactive import PlainWizard


async def talk(journey, *answers, language="en"):
    """Answer its questions; a callable answer is asked for when it is due. Gives what was read and what was called."""
    clock = ManualClock()
    runtime = Runtime(clock, RuntimeOptions("otp-tui-0123456789abcdef"), None, seed=1)
    said: list[str] = []
    due = iter(answers)
    try:
        engine = await runtime.load()
        conductor = new_conductor(runtime, WalkthroughOptions(journey, Environment.SIM))

        async def read() -> str:
            answer = next(due, "q")
            if callable(answer):
                answer = await answer(engine, conductor)
            return f"{answer}\n"

        plain = PlainWizard(
            conductor,
            Translator(language),
            parse_phone=engine.parse_phone,
            messages=partial(engine.messages, conductor),
            read=read,
            write=said.append,
            ask=said.append,
        )
        assert await plain.run() == 0
        await conductor.close()
        return said, [line.call for line in runtime.simulated().exchanges()]
    finally:
        runtime.close()


async def newest(engine, conductor):
    return (await engine.messages(conductor))[-1].code


async def test_a_full_journey_line_by_line():
    said, calls = await talk(Journey.FULL, "elma", "5000000001", newest, "", newest, "q")
    assert said[:2] == ["Phone (q: quit): ", "Use digits only: a phone number has no letters."]
    assert "Phone verified. Enter: link the account · q: quit " in said
    assert "Linked" in said
    assert calls == ["send_otp", "check_otp", "session", "merchant/link", "otp/verify"]


async def test_each_sms_of_the_simulated_phone_is_written_once():
    said, _ = await talk(Journey.FULL, "5000000001", "WRONG", newest, "", newest, "q")
    sms = [line for line in said if line.startswith("SMS to the customer's phone at 14:03:07: ")]
    assert ["Acme Mağaza" in line for line in sms] == [True, False]
    questions = [place for place, line in enumerate(said) if line.startswith("Code (")]
    assert said.index(sms[0]) < questions[0]


async def test_a_refused_code_is_asked_for_again():
    said, calls = await talk(Journey.PAYNET, "5000000001", "WRONG", newest, "q")
    assert any(line.startswith("Not accepted (Paynet code = 1). Paynet does not say why") for line in said)
    assert "Verified" in said
    assert calls == ["send_otp", "check_otp", "check_otp"]


async def test_a_new_code_before_its_time_says_why_not():
    said, calls = await talk(Journey.PAYNET, "5000000001", "n", "q")
    assert any("The provider sends no new code before this one expires." in line for line in said)
    assert calls == ["send_otp"]


async def test_a_lost_send_asks_what_the_phone_shows():
    said, calls = await talk(Journey.PAYNET, "5000000011", "perhaps", "y", newest, "q")
    question = "Did the SMS arrive? y: yes · n: no · q: quit "
    first = said.index(question)
    assert said[first : first + 3] == [question, "“perhaps” is not one of the answers.", question]
    assert "Verified" in said
    assert calls == ["send_otp", "check_otp"]


async def test_a_halted_leg_can_be_tried_again_or_left():
    said, calls = await talk(Journey.PAYNET, "5000000004", "p", "5000000001", newest, "q")
    assert "Enter: try again · p: another phone · q: quit " in said
    assert calls == ["send_otp", "send_otp", "check_otp"]


async def test_another_walkthrough_begins_at_the_phone():
    said, _ = await talk(Journey.PAYNET, "5000000001", newest, "", "q")
    assert said.count("Phone (q: quit): ") == 2


async def test_turkish_is_whole():
    said, _ = await talk(Journey.PAYNET, "5000000001", newest, "q", language="tr")
    assert "Doğrulandı" in said


async def test_another_walkthroughs_exchanges_are_its_own():
    seen = []

    async def count(_engine, conductor):
        seen.append(len(conductor.exchanges))
        return "q"

    await talk(Journey.PAYNET, "5000000001", newest, "", count)
    assert seen == [0]


async def test_an_unreadable_code_says_why_and_is_asked_for_again():
    said, calls = await talk(Journey.PAYNET, "5000000001", "12-34!56?", newest, "q")
    assert "A code has only letters and digits. Nothing was sent: correct the code." in said
    assert sum(line.startswith("Code (") for line in said) == 2
    assert "Verified" in said
    assert calls == ["send_otp", "check_otp"]


async def test_a_wait_that_the_provider_asks_for_is_told_and_the_question_comes_again():
    said, calls = await talk(Journey.PAYNET, "5000000020", "", "q")
    assert Translator("en").text("action.start_again_held", left="0:30", provider="Paynet") in said
    assert said.count("Enter: try again · p: another phone · q: quit ") == 2
    assert calls == ["send_otp"]
