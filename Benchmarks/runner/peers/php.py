"""PHP behind nginx: php-fpm with opcache, a minimal token endpoint and a SoapServer."""
from __future__ import annotations

import getpass
import os
from pathlib import Path

from ..machine import php_fpm
from ..server import accepts
from .nginx import Nginx

SCRIPTS = Path(__file__).parents[2] / "Peers" / "PHP"
CHILDREN = 2  # For each core: one computes while the other waits for nginx.


class PHP(Nginx):
    name = "PHP"
    files: dict[str, str] = {}
    locations = r"location ~ \.php$ { include fastcgi.conf; }"

    def __init__(self, folder: Path, database: Path, wsdl: Path):
        super().__init__(folder)
        self.database, self.wsdl = database, wsdl
        self.socket = str(self.folder / "fpm.sock")

    def takes_connections(self) -> bool:
        return super().takes_connections() and accepts(self.socket)

    def commands(self) -> list[list[str]]:
        user = getpass.getuser()
        (self.folder / "fpm.conf").write_text(f"""
            [global]
            daemonize = no
            pid = {self.folder}/fpm.pid
            error_log = {self.folder}/fpm.log
            [peer]
            user = {user}
            group = {user}
            listen = {self.socket}
            listen.backlog = 1024
            pm = static
            pm.max_children = {CHILDREN * len(self.cores)}
            php_admin_value[opcache.enable] = 1
            php_admin_value[opcache.validate_timestamps] = 0
            php_admin_value[soap.wsdl_cache_dir] = {self.folder}
            """.replace("            ", ""))
        parameters = {
            "SCRIPT_FILENAME": f"{SCRIPTS}$fastcgi_script_name", "REQUEST_METHOD": "$request_method", "CONTENT_TYPE": "$content_type",
            "CONTENT_LENGTH": "$content_length", "QUERY_STRING": "$query_string", "DATABASE": self.database, "WSDL": self.wsdl,
        }
        lines = [f'fastcgi_param {name} "{value}";' for name, value in parameters.items()]
        (self.folder / "fastcgi.conf").write_text("\n".join([f"fastcgi_pass unix:{self.socket};", *lines]))
        root = ["--allow-to-run-as-root"] if os.geteuid() == 0 else []
        return [[php_fpm(), "--nodaemonize", *root, "--fpm-config", str(self.folder / "fpm.conf")], *super().commands()]
