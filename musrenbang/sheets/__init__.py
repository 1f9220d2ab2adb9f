"""Sheets: what a cell's text means, and workbooks read within bounds."""
