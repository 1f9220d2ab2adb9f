"""Import: proposals from a spreadsheet, through a small mapping file, into YAML.

names      what spellings of one name have in common
sheets     one CSV or XLSX file, as rows of cells
mapping    the mapping file: what each column means
cells      what the text of one cell means
scope      which rows are meant, by name of the reason for the others
drafts     one row in scope, as the fields of a proposal
catalogue  agencies, standard activities and kelurahan: known ones and those to add
target     the year as it stands, and how it would look with the planned files
plan       everything an import would do, decided before anything is written
soundness  the plan checked with every rule; rows at fault are rejected and it is made again
rejects    the form of the file of rejected rows
report     what the user is told, and that file
preview    the same before anything is written, as tables

A row is found again by its key (`kode_tracking`). On a later import the columns of the sheet win
over the file; what the sheet does not say (a field without a column, an empty cell) stays as it
is in the file, so that photos, coordinates and gaps filled in by hand survive. Comments in
a file that changes do not: it is written anew from its record, and the summary says so.
"""
