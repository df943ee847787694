"""No two modules import each other, counting imports under TYPE_CHECKING and inside functions."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "otp_tui").rglob("*.py")
}


def imported_by(name):
    """The project's modules that a module imports, wherever the import stands."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively: the graph reads absolute imports only"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    modules = found & set(MODULES)
    # `from package import module` names both; the package's own module is meant only for names of its own.
    return {module for module in modules if not any(other.startswith(f"{module}.") for other in modules)}


def first_circle(graph):
    """A circle of a graph, or None."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return None


def test_no_module_imports_itself_by_way_of_others():
    assert len(MODULES) > 200
    assert first_circle({name: imported_by(name) for name in MODULES}) is None


@pytest.mark.parametrize("depth", [2, 3])
def test_no_package_imports_itself_by_way_of_others(depth):
    graph = {}
    for name in MODULES:
        package = ".".join(name.split(".")[:depth])
        others = {".".join(other.split(".")[:depth]) for other in imported_by(name)}
        graph.setdefault(package, set()).update(others - {package, "otp_tui"})
    graph.pop("otp_tui", None)
    assert first_circle(graph) is None


def test_a_circle_is_found():
    assert first_circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "c", "b", "a"]


def test_there_is_one_application_class_on_its_bases():
    classes = [
        f"{name}.{node.name}({ast.unparse(node.bases[0])})"
        for name, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(
            ast.unparse(base).partition("[")[0] in {"App", "BaseApp", "ScreensApp", "WizardApp"}
            for base in node.bases
        )
    ]
    assert sorted(classes) == [
        "otp_tui.wizard.app.WizardApp(ScreensApp)",
        "otp_tui.wizard.base_app.BaseApp(App[int])",
        "otp_tui.wizard.screens_app.ScreensApp(BaseApp)",
    ]
