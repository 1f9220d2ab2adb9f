"""Import: proposals from a spreadsheet of any layout into YAML.

What a table shows of itself (`headings`, `table_finder`, `column_roles`) becomes a mapping
(`recognition`, `proposed_mapping`), a value like one written by hand; rows are read through it and
nothing else.

A row is found again by its key (`kode_tracking`). On a later import the columns of the sheet win
over the file; what the sheet does not say (a field without a column, an empty cell) stays as it
is in the file, so that photos, coordinates and gaps filled in by hand survive. Comments in
a file that changes do not: it is written anew from its record, and the summary says so.
"""
