"""Workbooks that clerks fill in: decision worksheets, and any records; written and read back."""
