"""Print the languages whose snippets the tests run on this machine, and those that they leave out."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.snippets import BY_NAME, missing_tools


def main() -> None:
    """Print a line for each language."""
    for name, language in BY_NAME.items():
        missing = missing_tools(name)
        said = f"left out, without {', '.join(missing)}" if missing else "run"
        sys.stdout.write(f"snippets in {language.label}: {said}\n")


if __name__ == "__main__":
    main()
