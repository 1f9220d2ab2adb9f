"""The one command of this project; `python build.py --help` lists what it does."""

import sys

from musrenbang.cli import main

if __name__ == "__main__":
    sys.exit(main())
