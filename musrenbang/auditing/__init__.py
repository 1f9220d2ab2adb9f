"""Audit: the history of main walked once, retold, and judged by the keys and rules of its time.

`walk` reads it, `events` says what a landing did to each proposal, `judgement` what was against the
rules; `merges` puts that together, for `audit` and for the pages of the site.
"""
