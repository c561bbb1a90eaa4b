"""What is said when a server of the house cannot be had."""


class EngineFailure(Exception):
    """An engine cannot be started or reached; the text is one line that says how to mend it."""
