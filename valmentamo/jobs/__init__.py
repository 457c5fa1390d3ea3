"""Background work: a django.tasks backend over django-q2 and the one list of schedules."""
