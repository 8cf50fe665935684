"""How gunicorn serves the site: `gunicorn -c config/gunicorn.py config.wsgi`.

Drawing a PDF keeps one processor busy for about a second, so there are two processes; threads let a browser hold its
connection open meanwhile. There is no access log: it would be a list of private links.
"""

import os
import subprocess
import sys
import tempfile
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 50  # on SIGTERM what is being answered is answered; nothing takes longer but a hung client
max_requests = 2000
max_requests_jitter = 200
preload_app = True
loglevel = "warning"
control_socket_disable = True

if os.environ.get("SHORTFALL_METRICS_TOKEN"):
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="shortfall-metrics-"))


def child_exit(server: object, worker: Any) -> None:
    """The counts of a process that ended stay; what it was doing just then is forgotten."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)


jobs: list[subprocess.Popen[bytes]] = []


def when_ready(server: object) -> None:
    """Beside the web processes run the workers, which end with them; SHORTFALL_WORKERS=0 leaves them to others."""
    if number := int(os.environ.get("SHORTFALL_WORKERS", "1")):
        jobs.append(subprocess.Popen([sys.executable, "manage.py", "worker", f"--processes={number}"]))  # noqa: S603
    print(f"Shortfall is ready at http://localhost:{bind.rsplit(':')[-1]}  (Ctrl-C stops it)", flush=True)


def on_exit(server: object) -> None:
    for each in jobs:
        each.terminate()
        each.wait()
