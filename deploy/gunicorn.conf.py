"""gunicorn for every role: threads for slow clients, workers that are renewed now and then, no control socket.

Command line options win over this file; `python -m portal serve` uses it as it is.
"""

worker_class = "gthread"
workers = 2
threads = 8
keepalive = 15
timeout = 30
graceful_timeout = 10
max_requests = 500_000
max_requests_jitter = 100_000
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"
