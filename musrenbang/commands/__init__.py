"""The commands of `build.py`, one module each: what it says and what it returns."""
