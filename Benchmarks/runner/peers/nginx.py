"""nginx: a constant, and a small file from the disk."""
from __future__ import annotations

import getpass
import shutil

from ..server import Server

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


class Nginx(Server):
    """A worker for each core."""

    name = "nginx"
    files = {"file": "0123456789abcdef0123456789abcdef"}
    locations = 'location = /constant { return 200 "0123456789abcdef0123456789abcdef"; }'

    def commands(self) -> list[list[str]]:
        for name, content in self.files.items():
            (self.folder / name).write_text(content)
        (self.folder / "nginx.conf").write_text(self.configuration())
        return [[NGINX, "-p", str(self.folder), "-c", "nginx.conf", "-e", "error.log"]]

    def configuration(self) -> str:
        temporary = " ".join(f"{kind}_temp_path {kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        # As root it would go on as a user who may not read the folder.
        return f"""
            daemon off; user {getpass.getuser()}; worker_processes {len(self.cores)}; pid nginx.pid;
            events {{ worker_connections 1024; }}
            http {{
                access_log off; {temporary}
                sendfile on; tcp_nopush on; open_file_cache max=16; keepalive_requests 1000000000; default_type text/plain;
                server {{ listen 127.0.0.1:{self.port} backlog=1024; root {self.folder}; {self.locations} }}
            }}
            """
