"""The one command of this project; `python build.py --help` lists what it does."""

import gc
import importlib
import os
import sys
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent


def main() -> int:
    """Run the command line; the exit code."""
    # Modules are looked for here before the folder that `python -m` was called in.
    sys.path[: not sys.flags.safe_path] = [str(PROGRAM)]
    # Modules and records live until the end: looking for garbage among them, as often as Python
    # does by itself, would take a fifteenth of the time of their import.
    gc.set_threshold(100_000)
    # There are none: pydantic would look for them in every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        cli = importlib.import_module("musrenbang.cli")
    except KeyboardInterrupt:
        print("Dihentikan.", file=sys.stderr)
        return 130
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in {"musrenbang", "schemas"}:
            raise
        line = importlib.import_module("musrenbang.files.program").libraries_line()
        print(f"Galat: pustaka {error.name} belum terpasang di Python ini.", file=sys.stderr)
        print(f"Pasang semua pustaka dengan: {line}", file=sys.stderr)
        return 2
    code: int = cli.main()
    return code


if __name__ == "__main__":
    sys.exit(main())
