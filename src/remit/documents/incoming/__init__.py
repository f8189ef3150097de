"""A mail that came in: opened without trusting anything in it."""

from remit.documents.incoming.delivery_report import Report
from remit.documents.incoming.opening import LARGEST, Enclosed, Opened, Unopened, open_mail

__all__ = ["LARGEST", "Enclosed", "Opened", "Report", "Unopened", "open_mail"]
