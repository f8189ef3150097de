"""A mail that came in: opened without trusting anything in it."""

from remit.documents.incoming.calendar_reply import CalendarReply
from remit.documents.incoming.delivery_report import Report
from remit.documents.incoming.opening import LARGEST, Enclosed, Opened, Unopened, open_mail

__all__ = ["LARGEST", "CalendarReply", "Enclosed", "Opened", "Report", "Unopened", "open_mail"]
