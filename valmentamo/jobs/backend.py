"""A django.tasks backend that hands each task to django-q2 over its database broker.

django-q2 delivers again after a killed worker and kills a job that runs too long, so
every task must be idempotent. Arguments are JSON values; no object is pickled.
"""

import json
from typing import Any

from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import Task, TaskResult, TaskResultStatus
from django.utils import timezone
from django.utils.json import normalize_json
from django.utils.module_loading import import_string


class DjangoQBackend(BaseTaskBackend):
    """Priority is accepted and not honoured: django-q2 runs first in, first out."""

    supports_priority = True
    supports_get_result = False

    def enqueue(
        self, task: Task, args: list[Any] | tuple[Any, ...], kwargs: dict[str, Any]
    ) -> TaskResult:
        from django_q.tasks import async_task

        self.validate_task(task)
        clean_args: Any = normalize_json(list(args))
        clean_kwargs: Any = normalize_json(kwargs)
        job_id = async_task(
            run,
            task.module_path,
            json.dumps([clean_args, clean_kwargs]),
            task_name=task.name[:100],
        )
        return TaskResult(
            task=task,
            id=job_id,
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=clean_args,
            kwargs=clean_kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def run(module_path: str, payload: str) -> Any:
    """Call the task at `module_path` with the JSON list [args, kwargs]."""
    args, kwargs = json.loads(payload)
    return import_string(module_path).call(*args, **kwargs)
