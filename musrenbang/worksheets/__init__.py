"""Decision worksheets: a kelurahan's proposals as a workbook, and what was filled in, read back.

`columns` says what a worksheet holds; `writing` and its helpers make the workbook; `reading`,
`answers` and `plan` turn a filled one into decisions, every complaint with its cell.
"""
