"""Deciding: drafted records, judged as a pull request is, written and handed in."""
