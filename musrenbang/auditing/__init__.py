"""Audit: the history of main walked once, retold, and judged by the keys and rules of its time.

`walking` reads it, `events` tells what a merge did to each proposal, `judging` says what was
against the rules; the rest finds out who signed, keeps what is known and prints it.
"""
