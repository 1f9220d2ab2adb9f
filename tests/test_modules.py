"""README's table of modules is the tree, and its order is the order of imports."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from tests.conftest import ROOT

PROGRAM = ROOT / "musrenbang"


def rows() -> list[list[str]]:
    """The first column of the table: the modules and packages of each row."""
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| module | job |")[2]
    cells = re.findall(r"^\| (`[^|]*) \|", table.partition("\n\n")[0], re.MULTILINE)
    return [re.findall(r"`([^`]+)`", cell) for cell in cells]


def places() -> dict[str, list[int]]:
    """The rows that name each module (`tree.py`) and package (`site/`) there is."""
    names = [path.name + "/" * path.is_dir() for path in PROGRAM.iterdir() if path.name[0] != "_"]
    return {
        name: [at for at, row in enumerate(rows()) if any(fnmatch(name, one) for one in row)]
        for name in names
    }


def imports(path: Path) -> Iterator[str]:
    """The modules and packages of the program that a file imports, however late."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                top, first, *_ = *node.module.split("."), name.name
                if top == PROGRAM.name:
                    yield f"{first}/" if (PROGRAM / first).is_dir() else f"{first}.py"


def test_every_module_stands_in_one_row() -> None:
    assert {name: at for name, at in places().items() if len(at) != 1} == {}


def test_no_row_names_what_is_not_there() -> None:
    assert [one for row in rows() for one in row if not list(PROGRAM.glob(one))] == []


def test_no_module_imports_from_a_row_below() -> None:
    at = {name: found[0] for name, found in places().items()}
    upwards = [
        (path.relative_to(PROGRAM).as_posix(), name)
        for own in at
        for path in ([PROGRAM / own] if own.endswith(".py") else (PROGRAM / own).rglob("*.py"))
        for name in imports(path)
        if at[name] > at[own]
    ]
    assert upwards == []
