"""Review: a change between two snapshots, told in words and judged by its base.

`comparing.review` is the pure core; `guards` says what is refused, `as_text`, `as_markdown` and
`as_json` say it to people and programs.
"""
