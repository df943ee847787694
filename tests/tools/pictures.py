"""Makes the gallery in screenshots/ from the running program; `--check` fails where a part of it is stale.

The clock, the simulator's seed, the size, the zone and the language are fixed, so the same program makes the same
bytes. No picture links a font or anything else of another host.
"""

import asyncio
import os
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

FOLDER = (Path(__file__).parents[2] / "screenshots").resolve()
LANGUAGES = ("tr", "en")
MOVING = "demo-{}.svg"

for name in [name for name in os.environ if name.startswith("TEXTUAL")] + ["NO_COLOR"]:
    os.environ.pop(name, None)
os.environ |= {
    "TZ": "Europe/Istanbul",
    "COLORTERM": "truecolor",
    "TERM": "xterm-256color",
    "TEXTUAL_ANIMATIONS": "none",
}
if hasattr(time, "tzset"):
    time.tzset()

# Textual reads the environment when it is imported, so this comes after it was set.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gallery.captions import CAPTIONS, titles  # noqa: E402
from gallery.film import TITLES, film, moving_svg  # noqa: E402
from gallery.index import INDEX, page  # noqa: E402
from gallery.reels import REELS  # noqa: E402
from gallery.stage import THEMES, Camera  # noqa: E402

Pictures = dict[str, str]


async def _reel(number: int, language: str) -> Pictures:
    reel = REELS[number]
    async with reel.stage(language, reel.size) as session:
        camera = Camera(session, language, titles(language))
        await reel.play(session, camera)
        return camera.taken


def reel_pictures(number: int, language: str) -> Pictures:
    """Return the pictures of a reel, in a process of their own."""
    return asyncio.run(_reel(number, language))


def everything() -> Pictures:
    """Return the whole gallery: each file's text by its name."""
    made: Pictures = {INDEX: page()}
    workers = 2 * (os.cpu_count() or 1)  # half of the time a wizard is waited for to stand still
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as processes:
        films = {
            (language, theme): processes.submit(film, language, theme)
            for language in LANGUAGES
            for theme in THEMES
        }
        jobs: list[Future[Pictures]] = [
            processes.submit(reel_pictures, number, language)
            for number in range(len(REELS))
            for language in LANGUAGES
        ]
        for job in jobs:
            made |= job.result()
        for language in LANGUAGES:
            dark, light = (films[language, theme].result() for theme in THEMES)
            made[MOVING.format(language)] = moving_svg(dark, light, TITLES[language])
    captioned = {
        f"{name}-{language}-{theme}.svg" for name in CAPTIONS for language in LANGUAGES for theme in THEMES
    }
    others = made.keys() ^ captioned ^ {INDEX, *map(MOVING.format, LANGUAGES)}
    if others:
        raise SystemExit(f"pictures without a caption, or the other way round: {sorted(others)}")
    return made


def stale_in(folder: Path, made: Pictures) -> list[str]:
    """Return the names of files that are missing, of no use any more, or different."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    return sorted(name for name in there.keys() | made.keys() if there.get(name) != made.get(name))


def main(*, check: bool) -> int:
    """Make the gallery, or compare it with what is there."""
    FOLDER.mkdir(exist_ok=True)
    made = everything()
    stale = stale_in(FOLDER, made)
    if check:
        sys.stdout.write("".join(f"stale: {name}\n" for name in stale))
        return 1 if stale else 0
    for name in stale:
        if name in made:
            (FOLDER / name).write_text(made[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
