"""How is a file from outside read without trusting it?

The server asks the sandbox, and only the sandbox's own process opens the file:

    answer = sandbox.run("remit.documents.action_list.reading:answer", content, {"filename": ...})

There, `opening.open_grid(content, filename, allow_rows)` gives sheets of rows of cells for .xlsx, .xlsm and .csv, or
raises `UnreadableError`, which comes back as `Unreadable(problem, remedy)`.
"""
