"""Decision worksheets: a kelurahan's proposals as a workbook, and what was filled in, read back."""
