"""The program as a wheel, put where nothing of the checkout is."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from musrenbang.files.program import version, wheel
from tests.conftest import ROOT


def pip(*words: str | Path) -> None:
    """Run pip, which finds nothing anywhere but in files it is given."""
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
    command = [sys.executable, "-m", "pip", *quiet, *map(str, words), "--no-deps", "--no-index"]
    subprocess.run(command, check=True, cwd=ROOT)


def install(data: bytes, number: str, folder: Path) -> Path:
    """The folder that pip has installed a wheel into, without its libraries."""
    file = folder / f"musrenbang-{number}-py3-none-any.whl"
    file.write_bytes(data)
    pip("install", "--target", folder / "paket", f"{file.as_uri()}#sha256={sha256(data)}")
    return folder / "paket"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as pip installs it from its wheel."""
    return install(wheel(), version().number, tmp_path_factory.mktemp("pasang"))
