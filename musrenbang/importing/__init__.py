"""Import: proposals from a spreadsheet, through a small mapping file, into YAML.

names      what spellings of one name have in common
sources    where one field comes from: the smallest part of a mapping file
mapping    the mapping file: what each column means
cells      what the text of one cell means
workbooks  one XLSX file, as tables of cells
rejects    the form of the file of rejected rows
sheets     one CSV or XLSX file, as rows of cells
reading    one row being read: what it says so far and what is wrong with it
scope      which rows are meant, by name of the reason for the others
catalogue  agencies, standard activities and kelurahan: known ones and those to add
drafts     one row in scope, as the fields of a proposal
target     the year as it stands, and how it would look with the planned files
settings   the files of the year itself: its settings, agencies and standard activities
plan       everything an import would do
merging    one proposal: what its row says, over what its file has
planning   decides what becomes of every row
soundness  the plan checked with every rule; rows at fault are rejected and it is made again
report     what the user is told, and the file of rejected rows
preview    the same before anything is written, as tables

A row is found again by its key (`kode_tracking`). On a later import the columns of the sheet win
over the file; what the sheet does not say (a field without a column, an empty cell) stays as it
is in the file, so that photos, coordinates and gaps filled in by hand survive. Comments in
a file that changes do not: it is written anew from its record, and the summary says so.
"""
