"""The public notice site: every page and file below `_site/` except the printed documents.

Rendering is a pure function: no file, Git, clock, locale or chance is asked for anything.
"""
