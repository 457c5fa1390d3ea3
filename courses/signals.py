"""What the courses app tells others, after the commit. Every one can be found again in
the rows, so a lost signal loses nothing."""

from django.dispatch import Signal

#: A version was submitted. Sends `version`.
answer_submitted = Signal()
#: A coach decided on a round. Sends `decision`.
answer_decided = Signal()
#: A peer review was submitted. Sends `review`.
peer_review_submitted = Signal()
#: A person has met every condition. Sends `completion`.
course_completed = Signal()
