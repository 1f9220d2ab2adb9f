"""README's table of folders is the stair: what stands in one may import from those above it."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from tests.conftest import ROOT

PROGRAM = ROOT / "musrenbang"
MOST_ENTRIES = 25
SAME_JOB_FOR_TWO_SUBJECTS = {"__init__", "formats"}


def stair() -> list[str]:
    """The first column of the table, from the lowest step up."""
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| folder | job |")[2]
    return re.findall(r"^\| `(\w+)/` \|", table.partition("\n\n")[0], re.MULTILINE)


def modules() -> dict[str, Path]:
    """Every module of the library by its dotted name; a package stands for its `__init__`."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for folder in ("musrenbang", "schemas")
        for path in (ROOT / folder).rglob("*.py")
    }


def imports(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The modules of the library that a file imports, however late."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module in known:
            full = [f"{node.module}.{name.name}" for name in node.names]
            yield from (one if one in known else node.module for one in full)


def test_every_folder_stands_in_the_table_once() -> None:
    folders = [path.parent.name for path in PROGRAM.glob("*/__init__.py")]
    assert sorted(stair()) == sorted(folders)


def test_folders_and_the_command_line_are_all_there_is() -> None:
    # A folder that Git has left behind holds nothing but __pycache__.
    entries = {path.name for path in PROGRAM.iterdir() if path.is_file() or [*path.glob("*.py")]}
    assert entries == {*stair(), "__init__.py", "cli.py"}
    assert len(entries) <= MOST_ENTRIES


def test_no_folder_imports_from_one_below_it_in_the_table() -> None:
    known = modules()
    steps = ["schemas", *stair(), "cli"]
    # The records' models stand before the first folder, the command line after the last.
    at = {
        name: steps.index(name.removeprefix("musrenbang.").split(".")[0])
        for name in known
        if name != "musrenbang"
    }
    upwards = [
        (name, other)
        for name in at
        for other in imports(known[name], known)
        if at[other] > at[name]
    ]
    assert upwards == []


def test_no_module_leads_back_to_itself() -> None:
    known = modules()
    TopologicalSorter(
        {name: {*imports(path, known)} - {name} for name, path in known.items()}
    ).prepare()


def test_no_two_modules_have_one_name() -> None:
    names = Counter(path.stem for path in modules().values())
    assert {name for name, count in names.items() if count > 1} <= SAME_JOB_FOR_TWO_SUBJECTS
