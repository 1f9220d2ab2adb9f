"""The JSON Schemas are current, valid, and judge the sample as we do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from musrenbang.files.paths import Kind, place_of
from musrenbang.records.fields import json_schemas
from musrenbang.records.loader import MODELS
from musrenbang.records.shipped_guide import SHIPPED
from tests.conftest import ROOT, RunBuild

FOLDER = ROOT / "schemas" / "json"
CHECKER = Path(sys.executable).with_name("check-jsonschema")


def files_of(kind: Kind) -> list[Path]:
    """The sample's record files of one kind; its years are held by the guide that ships."""
    found = [SHIPPED] if kind is Kind.JUKNIS else []
    for path in sorted([*ROOT.glob("proposals/**/*.yaml"), *ROOT.glob("decisions/**/*.yaml")]):
        place = place_of(path.relative_to(ROOT).as_posix())
        if place is not None and place.kind is kind:
            found.append(path)
    return found


def test_the_schemas_in_the_repository_are_current(run_build: RunBuild) -> None:
    assert run_build("schema", "--check").returncode == 0
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == json_schemas()


def test_every_schema_is_a_valid_schema() -> None:
    done = subprocess.run(
        [CHECKER, "--check-metaschema", *sorted(FOLDER.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.value)
def test_every_sample_record_is_valid_by_an_independent_validator(kind: Kind) -> None:
    files = files_of(kind)
    assert files
    done = subprocess.run(
        [CHECKER, "--schemafile", FOLDER / f"{kind.value}.schema.json", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.value)
def test_every_field_tells_a_clerk_what_it_is(kind: Kind) -> None:
    schema = json.loads(json_schemas()[f"{kind.value}.schema.json"])
    definitions = schema.get("$defs", {})
    for name, model in [("", schema), *definitions.items()]:
        for field, own in model.get("properties", {}).items():
            description = definitions.get(own.get("$ref", "").rpartition("/")[2], {}) | own
            assert description.get("title"), f"{name}.{field}"
            assert description.get("description"), f"{name}.{field}"


def test_editors_find_the_schema_of_every_record_file() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    globs = settings["yaml.schemas"]
    assert {Path(name).name for name in globs} == set(json_schemas())
    for kind in MODELS:
        patterns = globs[f"./schemas/json/{kind.value}.schema.json"]
        matched = {path for glob in patterns if glob[0] != "!" for path in ROOT.glob(glob)}
        matched -= {path for glob in patterns if glob[0] == "!" for path in ROOT.glob(glob[1:])}
        assert matched == set(files_of(kind))
