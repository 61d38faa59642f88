"""What goes wrong with a whole file, or with one of its rows."""


class FileError(Exception):
    """The file cannot be imported at all; the message is for a person."""


class Refusal(Exception):
    """One row cannot be imported; the message is the reason given in the report."""


class Outside(Refusal):
    """A place that is in none of the communes loaded."""
