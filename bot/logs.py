"""What goes to the log, and what never does."""

import logging

OURS = ("bot", "content", "storage")


def configure_log(level: str, secret: str | None) -> None:
    """Send our own lines to stderr; those of libraries only when something is wrong, since theirs tell too much."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s", secret)
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)


class RedactingFormatter(logging.Formatter):
    """Puts a word in the place of the token wherever it might come up, traces of exceptions included."""

    def __init__(self, form: str, secret: str | None) -> None:
        super().__init__(form)
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return line.replace(self._secret, "<token>") if self._secret else line
