"""Imports the whole program, once for all the commands that `tests.warm` runs."""

import importlib
import os
import pkgutil

os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # as build.py has it

for package in ("musrenbang", "schemas"):
    for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        importlib.import_module(found.name)
