"""The one command of this project; `python build.py --help` lists what it does."""

import gc
import os
import sys

if __name__ == "__main__":
    # Modules and records live until the end: looking for garbage among them, as often as Python
    # does by itself, would take a fifteenth of the time of their import.
    gc.set_threshold(100_000)
    # There are none: pydantic would look for them in every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from musrenbang.cli import main
    except KeyboardInterrupt:
        print("Dihentikan.", file=sys.stderr)
        sys.exit(130)

    sys.exit(main())
