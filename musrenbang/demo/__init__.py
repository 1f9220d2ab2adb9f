"""Demo: a small invented year whose history real Git merges make, for trying review and audit.

`records` has the files, `scenes` what happened when, `recording` records it with Git.
"""
