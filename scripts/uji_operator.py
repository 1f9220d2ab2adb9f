"""Runs the tests of what an operator does, on any system: `python scripts/uji_operator.py`."""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ("tests/test_operator_year.py", "tests/test_program.py")
INSTALL = ("pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:")

with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
    venv.create(folder, with_pip=True)
    python = next(path for path in Path(folder).glob("*/python*") if path.stem == "python")
    subprocess.run([python, "-m", *INSTALL, "-r", ROOT / "requirements-dev.txt"], check=True)
    sys.exit(subprocess.run([python, "-m", "pytest", *TESTS], cwd=ROOT, check=False).returncode)
