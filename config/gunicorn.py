"""How gunicorn serves the site: `gunicorn -c config/gunicorn.py config.wsgi`.

Drawing a PDF keeps one processor busy for about a second, so there are two processes; threads let a browser hold its
connection open meanwhile. There is no access log: it would be a list of private links.
"""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
timeout = 60
max_requests = 2000
max_requests_jitter = 200
preload_app = True
loglevel = "warning"
control_socket_disable = True


def when_ready(server: object) -> None:
    print(f"Shortfall is ready at http://localhost:{bind.rsplit(':')[-1]}  (Ctrl-C stops it)", flush=True)
