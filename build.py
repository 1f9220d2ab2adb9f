"""The one command of this project; `python build.py --help` lists what it does."""

import os
import sys

from musrenbang.cli import main

if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    # Taking a million records apart one by one, as an orderly end does, would take a tenth of a
    # small build; the system takes the memory back at once.
    os._exit(code)
