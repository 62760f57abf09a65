"""Calling connectors: what one raises beyond its promises stops nobody else, and is told without its message."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import TypeVar

from coucou.contract import ConnectorError, Unclear

A = TypeVar("A")
T = TypeVar("T")
_log = logging.getLogger(__name__)


def logged(error: Exception) -> str:
    """Log what a connector raised beyond its promises; the name of its type.

    The type and the line only: the message of an error may quote what was read.
    """
    where = traceback.extract_tb(error.__traceback__)[-1]
    _log.error("a connector failed: %s at %s:%s", type(error).__name__, where.filename, where.lineno)
    return type(error).__name__


def asked(call: Callable[[A], T], about: A) -> T:
    """A sender's answer.

    :raises ConnectorError: what it promises to raise; ``Unclear`` for anything else, since it may have been heard.
    """
    try:
        return call(about)
    except ConnectorError:
        raise
    except Exception as error:
        raise Unclear("deliver.broken", cause=logged(error)) from error
