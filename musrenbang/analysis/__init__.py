"""What can be told from the proposals themselves: unusual ones, twins, personal data.

Pure functions over cases and texts; `View` keeps their results, rules turn them into findings.
"""
