"""How gunicorn serves the site: `gunicorn -c config/gunicorn.py config.wsgi`.

Drawing a PDF keeps one processor busy for about a second, so there are two processes; threads let a browser hold its
connection open meanwhile. There is no access log: it would be a list of private links.
"""

import gc
import os
import signal
import socket
import subprocess
import sys
import tempfile
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

HOST, PORT = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
LOCAL = os.environ.get("SHORTFALL_MODE") == "local"  # at somebody's own terminal

bind = f"{HOST}:{PORT}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
graceful_timeout = 50  # on SIGTERM what is being answered is answered; nothing takes longer but a hung client
max_requests = 2000
max_requests_jitter = 200
preload_app = True
loglevel = "warning"
control_socket_disable = True


class Leaving(ThreadWorker):
    """On SIGTERM lets in who knocked already, and closes the door at once, so that whoever comes is refused and asks
    another process. By itself gunicorn leaves it open until its last answer is given, and then drops who waits there.
    """

    def set_accept_enabled(self, enabled: bool) -> None:
        gunicorns: Any = super()
        gunicorns.set_accept_enabled(enabled)
        if self.alive or enabled:
            return
        for listener in self.sockets:
            listener.setblocking(False)
            let_in = -1
            while let_in != self.nr_conns:
                let_in = self.nr_conns
                gunicorns.accept(listener)
            listener.close()
        self.sockets.clear()


worker_class = Leaving

if os.environ.get("SHORTFALL_METRICS_TOKEN"):
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="shortfall-metrics-"))


def child_exit(server: object, worker: Any) -> None:
    """The counts of a process that ended stay; what it was doing just then is forgotten."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)


def on_starting(server: object) -> None:
    """At a terminal, says at once what is wrong with the port. In production gunicorn tries again for some seconds,
    for the process before it may still be leaving."""
    if not LOCAL:
        return
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, int(PORT)))
        except (OSError, OverflowError, ValueError) as error:
            why = getattr(error, "strerror", None) or "no such port"
            sys.exit(f"Shortfall cannot use port {PORT}: {why}. Choose another, such as: make run PORT=9000")


def read_the_law() -> None:
    """Before there are several processes: they share what is read here, the first page of each waits for none of it,
    and Python's search for garbage passes it over, which otherwise halts a page every now and then for a tenth of a
    second."""
    from calculators.law.loader import all_laws

    list(all_laws())
    gc.collect()
    gc.freeze()


jobs: list[subprocess.Popen[bytes]] = []


def when_ready(server: object) -> None:
    """Beside the web processes run the workers, which end with them; SHORTFALL_WORKERS=0 leaves them to others."""
    if LOCAL and not sys.stdin.closed and sys.stdin.isatty():
        # The terminal is closed: that is the end. To gunicorn it would mean "read the settings again".
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    if number := int(os.environ.get("SHORTFALL_WORKERS", "1")):
        command = [sys.executable, "manage.py", "worker", f"--processes={number}", f"--parent={os.getpid()}"]
        jobs.append(subprocess.Popen(command))  # noqa: S603 (our own program, and numbers)
    read_the_law()
    print(f"Shortfall is ready at http://localhost:{PORT}  (Ctrl-C stops it)", flush=True)


def on_exit(server: object) -> None:
    for each in jobs:
        each.terminate()
        each.wait()
