"""The forms of returns (Art. 36): their contents, their templates, and the checks.

Nothing here knows a database or the web: the server and `zhuanban validate-return` call the same
functions with the same files, and so say the same.

    book = template(layout_for("complaint_data", period.last), reference, seal)
    verdict = check(path, expected=reference, progress=tell)
    verdict.ok, verdict.warnings, verdict.totals, verdict.as_json()
    marked(path, verdict)
"""
