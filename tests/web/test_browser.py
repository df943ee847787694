"""The page in a real browser: from the phone to the linked account, by keys, by its buttons, on a phone's screen."""

import json
import os
import shutil

import pytest
from support.served import SimulatorOfChild, serving, simulator_of, until

pytestmark = pytest.mark.system
CALLS = ["send_otp", "check_otp", "session", "merchant/link", "otp/verify"]
WINDOWS = {"desktop": (1280, 800), "phone": (390, 800)}


@pytest.fixture(scope="module")
def chromium():
    """A headless Chromium; a machine without it skips the tests, and CI fails."""
    path = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sync_playwright = None
    if path is None or sync_playwright is None:
        reason = "a browser needs chromium and playwright"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Window:
    """A browser window on a server, and what went wrong in it."""

    def __init__(self, chromium, program, size="desktop"):
        width, height = WINDOWS[size]
        self.context = chromium.new_context(viewport={"width": width, "height": height})
        self.page = self.context.new_page()
        self.wrong, self.asked = [], []
        self.page.on("console", lambda told: self.wrong.append(told.text) if told.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.program = program
        self.page.goto(program.address)
        self.wait_for("document.title.startsWith('otp-tui ')")  # the program has named its terminal
        self.sim = SimulatorOfChild(simulator_of(program.child()))

    def wait_for(self, condition):
        """Wait until a condition holds; Playwright's own way needs an eval, which the page forbids."""
        until(lambda: self.page.evaluate(condition) or None)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def button(self, key):
        return self.page.locator("#keys button", has=self.page.locator(f"kbd:text-is('{key}')"))

    def picture_when_still(self):
        """A picture, once two in a row are the same but for the countdown's second."""
        box = self.page.locator("#terminal")
        before = box.screenshot()
        for _ in range(50):
            now = box.screenshot()
            if now == before:
                return now
            before = now
        return before

    def changed_from(self, picture):
        """Wait until the terminal shows something else."""
        until(lambda: True if self.page.locator("#terminal").screenshot() != picture else None)


@pytest.fixture
def program():
    with serving("--lang", "en") as served:
        yield served


@pytest.mark.parametrize("size", WINDOWS)
def test_from_the_phone_to_the_linked_account(chromium, program, tmp_path, size):
    window = Window(chromium, program, size)
    first = window.picture_when_still()
    window.page.keyboard.type("01")
    window.press("Enter")
    code = window.sim.code(1)
    window.changed_from(first)
    window.picture_when_still()
    window.page.keyboard.type(code)
    window.press("Enter")
    until(lambda: True if window.sim.calls() == CALLS[:2] else None)
    verified = window.picture_when_still()
    window.press("Tab", "Shift+Tab", "Enter")
    code = window.sim.code(2)
    window.changed_from(verified)
    window.picture_when_still()
    window.page.keyboard.type(code)
    window.press("Enter")
    until(lambda: True if window.sim.calls() == CALLS else None)
    window.picture_when_still()
    window.page.screenshot(path=tmp_path / f"linked-{size}.png")
    assert window.wrong == []
    assert {
        url.partition("/page")[0].partition("/terminal")[0].partition("/?")[0].rstrip("/")
        for url in window.asked
    } == {program.url}
    assert window.page.url == f"{program.url}/"  # no token in the history
    assert [cookie["httpOnly"] for cookie in window.context.cookies()] == [True]
    assert fills_the_window(window.page)
    window.context.close()


def fills_the_window(page):
    """Whether the terminal has the room that the buttons leave, and nothing has to be scrolled to."""
    return page.evaluate(
        """() => {
            const [screen, keys] = [".xterm-screen", "#keys"].map((name) => document.querySelector(name).getBoundingClientRect());
            const page = document.documentElement;
            return window.innerWidth - screen.width < 16 && keys.top - screen.bottom < 24 && keys.bottom <= window.innerHeight
                && page.scrollWidth <= window.innerWidth && page.scrollHeight <= window.innerHeight;
        }"""
    )


def test_buttons_do_what_keys_do(chromium, program):
    window = Window(chromium, program)
    before = window.picture_when_still()
    for key in ("F1", "Esc", "^P", "Esc"):
        window.button(key).click()
        window.changed_from(before)
        before = window.picture_when_still()
    assert window.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    window.button("F3").click()
    window.wait_for("document.documentElement.lang === 'tr'")
    assert window.button("F1").inner_text() == "F1Yardım"
    window.button("^Q").click()
    ended = window.page.get_by_role("alertdialog")
    ended.wait_for()
    assert ended.locator("p").inner_text() == "Demo sona erdi."
    assert window.wrong == []
    window.page.get_by_role("button", name="Yeniden başlat").press("Enter")
    window.wait_for("document.title.startsWith('otp-tui ')")
    window.context.close()


def test_keys_that_a_browser_has_a_use_for_reach_the_program(chromium, program):
    window = Window(chromium, program)
    loaded = len(window.asked)
    window.press("F3")
    window.wait_for("document.documentElement.lang === 'tr'")
    window.press("F5", "Control+p")  # would load the page anew, and print it
    window.press("Escape", "Control+ArrowDown")
    assert window.page.evaluate("document.activeElement.querySelector('kbd').textContent") == "Enter"
    window.press("F3")
    window.wait_for("document.documentElement.lang === 'en'")
    window.press("Escape")
    assert window.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert len(window.asked) == loaded
    window.context.close()


def test_the_page_says_that_the_server_is_gone(chromium, program):
    window = Window(chromium, program)
    program.process.terminate()
    told = window.page.get_by_role("alertdialog")
    told.wait_for()
    assert told.locator("p").inner_text().startswith("The connection to otp-tui has ended.")
    window.context.close()


def test_another_browser_is_told_why_it_is_not_let_in(chromium, program):
    first = Window(chromium, program)
    other = chromium.new_context().new_page()
    for address in (program.address, program.url):
        answer = other.goto(address)
        assert answer.status == 401
        assert other.inner_text("body").startswith("Open the address that `otp-tui serve` printed.")
    assert json.loads(other.evaluate("JSON.stringify(document.cookie)")) == ""
    other.context.close()
    first.context.close()
