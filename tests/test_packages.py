"""Each room imported alone in a fresh interpreter loads its own libraries and nobody else's."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = "otp_tui"


def modules_of(room):
    """The names of a room's modules; of one that is a single file, its own."""
    folder = ROOT / PROJECT / room
    if not folder.is_dir():
        return [f"{PROJECT}.{room}"]
    files = sorted(path.relative_to(ROOT).with_suffix("") for path in folder.rglob("*.py"))
    return [".".join(path.parts).removesuffix(".__init__") for path in files]


def loaded_by(*names):
    """What is in `sys.modules` after an import, by top-level name; the project's own rooms as otp_tui.ROOM."""
    script = f"import {', '.join(names)}, sys; print('\\n'.join(sys.modules))"
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT, env=unmeasured
    )
    parts = [name.split(".") for name in done.stdout.split()]
    return {".".join(part[:2]) if part[0] == PROJECT else part[0] for part in parts}


def rooms(loaded):
    """The project's rooms among what was loaded."""
    return {name.removeprefix(f"{PROJECT}.") for name in loaded if name.startswith(f"{PROJECT}.")}


HEAVY = {
    "textual",
    "rich",
    "httpx",
    "keyring",
    "click",
    "starlette",
    "uvicorn",
    "msgspec",
    "jinja2",
    "truststore",
}


def test_core_loads_no_library_and_no_other_room():
    reading_phones = {"otp_tui.core.phone.parser"}
    loaded = loaded_by(*(name for name in modules_of("core") if name not in reading_phones))
    assert loaded & (HEAVY | {"phonenumbers", "asyncio", "sqlite3"}) == set()
    assert rooms(loaded) == {"core"}


def test_core_phone_alone_loads_phonenumbers():
    loaded = loaded_by("otp_tui.core.phone.parser")
    assert loaded & (HEAVY | {"phonenumbers"}) == {"phonenumbers"}
    assert rooms(loaded) == {"core"}


def test_the_conductor_loads_core_alone():
    loaded = loaded_by("otp_tui.conductor")
    assert loaded & (HEAVY | {"phonenumbers"}) == set()
    assert rooms(loaded) == {"conductor", "core"}


def test_the_lines_need_no_screen():
    loaded = loaded_by(*modules_of("plain"))
    assert loaded & (HEAVY | {"phonenumbers"}) == set()
    assert rooms(loaded) == {"plain", "conductor", "core", "evidence", "i18n"}


def test_the_wizards_app_loads_textual_alone():
    loaded = loaded_by("otp_tui.wizard.app")
    assert loaded & (HEAVY | {"phonenumbers"}) == {"textual", "rich"}
    assert rooms(loaded) <= {"wizard", "conductor", "core", "i18n", "evidence"}


@pytest.mark.parametrize("name", modules_of("simulator"))
def test_the_simulator_knows_nothing_of_the_rest(name):
    loaded = loaded_by(name)
    assert loaded & (HEAVY | {"phonenumbers"}) <= {"starlette", "uvicorn", "click"}  # uvicorn has it
    assert rooms(loaded) == {"simulator"}


def test_services_know_core_alone():
    loaded = loaded_by(*modules_of("services"))
    assert "httpx" in loaded
    others = {"textual", "keyring", "starlette", "uvicorn", "msgspec", "jinja2"}
    assert loaded & (others | {"rich", "click", "pygments"}) == set(), (
        "the last three are httpx's own command line's"
    )
    assert rooms(loaded) == {"services", "core"}


def test_the_command_line_starts_without_the_heavy_rooms():
    loaded = loaded_by("otp_tui.cli.main")
    assert loaded & ((HEAVY - {"click"}) | {"phonenumbers"}) == set()


def test_a_list_of_languages_is_had_without_a_template_engine():
    loaded = loaded_by("otp_tui.evidence.snippets.languages")
    assert loaded & (HEAVY | {"phonenumbers"}) == set()
    assert rooms(loaded) == {"evidence", "core"}


def test_snippets_load_jinja2_alone():
    loaded = loaded_by(*modules_of("evidence/snippets"))
    assert loaded & (HEAVY | {"phonenumbers"}) == {"jinja2"}
    assert rooms(loaded) == {"evidence", "core"}


def test_the_page_needs_no_front_end_and_its_extra_alone():
    loaded = loaded_by(*modules_of("web"))
    assert (
        loaded & {"httpx", "keyring", "starlette", "uvicorn", "msgspec", "truststore", "phonenumbers"}
        == set()
    )
    assert {"aiohttp", "textual_serve", "jinja2"} <= loaded
    assert rooms(loaded) == {"web", "core", "i18n"}
