"""Configures logging and keeps the bot token out of the log."""

import logging
from importlib.metadata import version

VERSION = version("career-advisor")
OURS = ("bot", "content", "storage")


def configure_log(level: str, secret: str | None) -> None:
    """Log to stderr: our own packages at `level`, libraries from WARNING, because they log request details below it."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s", secret)
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)


class RedactingFormatter(logging.Formatter):
    """Replaces the token in every line, including tracebacks."""

    def __init__(self, form: str, secret: str | None) -> None:
        super().__init__(form)
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return line.replace(self._secret, "<token>") if self._secret else line
