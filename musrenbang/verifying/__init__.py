"""Whether a document or a site is exactly what a commit of this repository produces.

    file → what it claims → that commit, checked out → built again → the same bytes?
                                                              and behind them signatures alone?

Nothing that is judged here is trusted: a PDF is read by a process of its own with little memory,
and code runs only where its commit is on the first-parent line of main.
"""
