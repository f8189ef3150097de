"""The reference of what is being answered, under its former name."""

from remit.settings.logs import REFERENCE as REFERENCE
