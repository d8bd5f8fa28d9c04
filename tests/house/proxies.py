"""nginx or Caddy with its own file of `deploy/`, in front of a real installation behind https."""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

from tests.faults.served import Served
from tests.ports import free_port

DEPLOY = Path(__file__).parents[2] / "deploy"
NAME = "practice.example"
HIDDEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
NGINX = """
pid {at}/pid; error_log {at}/machine.log; events {{ }}
http {{
    client_body_temp_path {at}/bodies; proxy_temp_path {at}/answers;
    fastcgi_temp_path {at}/1; uwsgi_temp_path {at}/2; scgi_temp_path {at}/3;
    {ours}
}}
"""
CADDY = "http_port {plain}\n\thttps_port {port}\n\tadmin off\n\tskip_install_trust\n\tlog {{"
PASSWORD = "seven quiet rivers at dusk"
SET_UP = f"""
import json, django
django.setup()
from config import preparing
preparing.prepare()
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import clock
from reverie.treatment.models import Treatment
from conftest import member
practice = Practice.objects.create(name="Elm Row", zone="UTC")
hanna = Therapist.objects.create(
    practice=practice, user=member(practice, "Hanna Lindqvist", "therapist"), name="Hanna", zone="UTC"
)
user = User.objects.create_user("elena@example.invalid", name="Elena Marsh", zone="UTC")
user.set_password({PASSWORD!r}); user.save()
elena = Client.objects.create(practice=practice, user=user, name=user.name, email=user.email, zone="UTC")
day = clock.now().date()
Treatment.objects.create(practice=practice, client=elena, therapist=hanna, state="active", started_on=day)
print(json.dumps([]))
"""


class House(Served):
    """An installation that people reach through a proxy alone."""

    def environment(self) -> dict[str, str]:
        """As a service manager would set it."""
        bind = self.at.removeprefix("http://")
        return super().environment() | {"REVERIE_URL": f"https://{NAME}", "REVERIE_BIND": bind}


class Door:
    """One proxy at work: `port` for https, `plain` for http, `at` the folder with all that it wrote."""

    def __init__(self, kind: str, house: House, at: Path) -> None:
        self.kind, self.at, (self.port, self.plain) = kind, at, (free_port(), free_port())
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
             "-keyout", "key.pem", "-out", "cert.pem", "-addext", f"subjectAltName=DNS:{NAME}"],
            cwd=at, check=True, capture_output=True,
        )  # fmt: skip
        self.back = house.at.removeprefix("http://")
        self.log = (at / "said.log").open("w")
        command = self._nginx() if kind == "nginx" else self._caddy()
        env = {"HOME": str(at), "PATH": "/usr/sbin:/usr/bin:/bin"}
        self.process = subprocess.Popen(command, env=env, stdout=self.log, stderr=self.log)
        self._waits()

    def _nginx(self) -> list[str]:
        ours = (DEPLOY / "nginx.conf").read_text()
        live = f"/etc/letsencrypt/live/{NAME}/"
        ours = ours.replace(live + "fullchain.pem", f"{self.at}/cert.pem")
        ours = ours.replace(live + "privkey.pem", f"{self.at}/key.pem").replace(
            "/var/log/nginx", str(self.at)
        )
        ours = ours.replace("listen 443", f"listen 127.0.0.1:{self.port}")
        ours = ours.replace("listen 80", f"listen 127.0.0.1:{self.plain}").replace(
            "127.0.0.1:8000", self.back
        )
        (self.at / "nginx.conf").write_text(NGINX.format(at=self.at, ours=ours))
        return ["nginx", "-c", str(self.at / "nginx.conf"), "-g", "daemon off;"]

    def _caddy(self) -> list[str]:
        ours = (DEPLOY / "Caddyfile").read_text().replace("127.0.0.1:8000", self.back)
        ours = ours.replace("log {", CADDY.format(port=self.port, plain=self.plain), 1)
        ours = ours.replace(f"{NAME} {{", f"{NAME} {{\n\ttls {self.at}/cert.pem {self.at}/key.pem", 1)
        (self.at / "Caddyfile").write_text(ours)
        return ["caddy", "run", "--adapter", "caddyfile", "--config", str(self.at / "Caddyfile")]

    def _waits(self) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise AssertionError(self.written())

    def forbids_the_disk(self) -> None:
        """What nginx would put aside on the disk has no place any more."""
        for folder in ("bodies", "answers"):
            shutil.rmtree(self.at / folder, ignore_errors=True)

    def written(self) -> str:
        """All that it has said or logged so far."""
        return "\n".join(path.read_text() for path in self.at.glob("*.log"))

    def closes(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


class Person:
    """A browser that reaches the practice by its name, through one door."""

    def __init__(self, door: Door) -> None:
        self.door, self.cookies = door, dict[str, str]()

    def asks(
        self, path: str, body: bytes | None = None, *, plain: bool = False, **headers: str
    ) -> tuple[int, list[tuple[str, str]], str]:
        """Status, headers and page of one request."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"Host": NAME, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        line = self._line(plain=plain)
        line.request("GET" if body is None else "POST", path, body, sent)
        answer = line.getresponse()
        page, found = answer.read().decode(errors="replace"), answer.getheaders()
        line.close()
        for value in (value for name, value in found if name.lower() == "set-cookie"):
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, [(name.lower(), value) for name, value in found], page

    def _line(self, *, plain: bool) -> http.client.HTTPConnection:
        if plain:
            return http.client.HTTPConnection("127.0.0.1", self.door.plain, timeout=60)
        trust = ssl.create_default_context(cafile=str(self.door.at / "cert.pem"))
        line = http.client.HTTPConnection("127.0.0.1", self.door.port, timeout=60)
        line.connect()
        line.sock = trust.wrap_socket(line.sock, server_hostname=NAME)
        return line

    def sends(self, path: str, **fields: str) -> tuple[int, list[tuple[str, str]], str]:
        """The form of a page that is read first."""
        token = HIDDEN.findall(self.asks(path)[2])[0]
        body = urlencode({"csrfmiddlewaretoken": token} | fields).encode()
        return self.asks(
            path, body, Content_Type="application/x-www-form-urlencoded", Origin=f"https://{NAME}"
        )

    def hands_in(self, path: str, title: str, file: bytes) -> tuple[int, list[tuple[str, str]], str]:
        """A form with a file, as a browser sends it."""
        token, edge = HIDDEN.findall(self.asks(path)[2])[0], "edge-of-a-part"
        fields = {"csrfmiddlewaretoken": token, "title": title}
        head = "".join(
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        head += f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
        body = head.encode() + b"Content-Type: text/plain\r\n\r\n" + file + f"\r\n--{edge}--\r\n".encode()
        return self.asks(
            path, body, Content_Type=f"multipart/form-data; boundary={edge}", Origin=f"https://{NAME}"
        )
