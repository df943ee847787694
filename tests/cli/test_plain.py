"""The line-by-line wizard by the command: what is connected to, and how a pipe reads."""

import io

import pytest
from support.shell import shell

SET_UP = ["1", "2", "http://127.0.0.1:9", "sck_1", "", "acme"]


@pytest.fixture
def told(capsys, monkeypatch, home):
    """What the command says to these lines, and how it ended."""

    def tell(*lines, words=("--plain",), language="en"):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return shell(capsys, [*words, "--lang", language])

    return tell


def after(printed, line):
    return printed.out.split(f"{line}\n", 1)[1]


def test_a_pipe_has_each_answer_on_a_line_of_its_own(told):
    printed = told("01", "?", "q", words=("demo", "--plain"))
    assert printed.code == 0
    prompts = [line for line in printed.out.splitlines() if "(?: help)" in line]
    assert prompts == [
        "Phone (?: help): ",
        "Code (?: help), 2 minutes left: ",
        "Code (?: help), 2 minutes left: ",
    ]
    assert printed.out.endswith("left: \n")


def test_the_first_run_offers_the_simulator(told):
    printed = told("3", "", "q")
    assert printed.code == 0
    assert printed.out.startswith(
        "What do you want to connect to?\n  1: Try the simulator (Enter)\n  2: Connect to a provider\n"
        "Choose 1 to 2 (?: help): \nThat is not one of the answers. Type 1 to 2, or ? for all that can be typed.\n"
    )
    assert "SIM, full journey\n" in printed.out


def test_the_language_can_be_changed_before_anything_else(told):
    printed = told("tr", "q")
    assert "Neye bağlanmak istiyorsunuz?\n  1: Simülatörü dene (Enter)\n" in printed.out


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({2: "ftp://127.0.0.1"}, "The address of Paynet is not an http:// or https:// address."),
        ({3: "sck 1"}, "The key contains a space."),
        ({5: "Acme"}, "A profile name has 1 to 32 characters"),
    ],
)
def test_what_is_wrong_in_a_set_up_is_told_and_that_field_asked_again(told, wrong, sentence):
    lines = list(SET_UP)
    for place, answer in wrong.items():
        lines[place:place] = [answer]
    printed = told("2", *lines, "3", "q")
    assert sentence in printed.out
    assert "  Profile: acme\n" in printed.out
    assert "SIM, Paynet journey, acme\n" in printed.out
    assert "sck_1" not in printed.out + printed.err
    assert printed.code == 0


def test_a_set_up_goes_back_step_by_step_and_keeps_what_was_typed(told):
    printed = told("2", *SET_UP, "<", "<", "<", "", "", "", "", "3", "q")
    assert "Paynet secret key (not shown) (5 characters typed; Enter keeps them): " in printed.out
    assert printed.out.count("  Profile: acme\n") == 2
    assert printed.code == 0


def test_a_keyring_that_fails_is_told_and_the_keys_can_be_used_once(told):
    printed = told("2", *SET_UP, "1", "3", "q")
    assert "Saving to the keyring." in printed.out
    assert printed.out.count("This machine has no keyring that programs can use.") >= 2
    assert "SIM, Paynet journey, acme\n" in printed.out


def test_one_of_several_profiles_is_chosen_by_its_number(told, capsys):
    for name in ("first", "second"):
        words = ["profile", "add", name, "--journey", "paynet", "--paynet-url", "http://127.0.0.1:9"]
        assert shell(capsys, words).code == 0
    printed = told("2", "q")
    assert (
        "Which profile?\n  1: first, SIM, Paynet journey (Enter)\n  2: second, SIM, Paynet journey\n"
        in printed.out
    )
    assert "SIM, Paynet journey, second\n" in printed.out
    assert "paynet.secret_key of second could not be read from the keyring" in printed.err


@pytest.mark.parametrize("lines", [(), ("2",), ("2", "1", "2")])
def test_an_input_that_ends_before_a_target_was_chosen_is_an_error(told, lines):
    printed = told(*lines)
    assert printed.code == 2
    assert "`otp-tui demo` opens the wizard on the built-in simulator" in printed.err
