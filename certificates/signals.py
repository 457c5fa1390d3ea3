"""What hosts may listen to. Sent after commit, with send_robust; a sweep can find again
everything that they announce.
"""

from django.dispatch import Signal

# args: job. A job row waits for a worker. Our own task listens.
job_waiting = Signal()
# args: certificate. The files are stored and can be downloaded.
certificate_ready = Signal()
# args: certificate. The files could not be made; `refusal_reason` says why.
certificate_refused = Signal()
# args: certificate, event. Revoked by the organiser.
certificate_revoked = Signal()
# args: certificate, event. Any status event after the first.
certificate_status_changed = Signal()
# args: certificate, days. It ends in so many days and was not renewed: tell the holder.
certificate_expiring = Signal()
# args: collections, a set of texts. The receiver returns a name in the language of the
# moment for each one that is its own: {"cohort:…": "Spring 2027"}. Sent at once.
collections_named = Signal()
