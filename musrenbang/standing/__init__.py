"""Where a year stands, by the steps C.1-C.3 of the juknis.

counting     how far each kelurahan has come, from the records alone: also for the site
model        what is told of a year
acting       what to do next in a kelurahan
preparation  C.1
meeting      C.2 and C.3
steps        the year on one day, put together
telling      the same as text for the clerk, and as JSON
"""
