"""Real servers for tests of faults: a PostgreSQL cluster of our own and gunicorn."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

FORM = "application/x-www-form-urlencoded"
SCENE = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from municipalities.models import Municipality, Role
from reports.models import Status
from tests import factories
place = factories.make_municipality("vyazma-2", position=100, short_name="Вязьма")
report = factories.make_report(place, events=1)
factories.make_report(factories.make_municipality("rudnya-2", position=101), quarter=report.quarter,
    status=Status.ACCEPTED, events=1)
def session(person):
    store = SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store.create()
    return store.session_key
people = {"clerk": factories.make_user(municipality=place), "reviewer": factories.make_user(Role.REGION),
    "administrator": factories.make_user(Role.ADMIN)}
print(json.dumps({name: session(person) for name, person in people.items()} | {"report": report.pk,
    "event": report.events.get().pk}))
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Cluster:
    """A PostgreSQL server with a folder and a port of its own."""

    def __init__(self, programs, folder):
        self.programs, self.folder, self.port = programs, folder, free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, program, *arguments):
        # PostgreSQL refuses to run as root.
        other = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*other, self.programs / program, *arguments]
        # Not through a pipe: the server would hold its other end.
        with (self.folder.parent / "pg.log").open("ab") as log:
            subprocess.run(command, cwd="/", check=True, stdout=log, stderr=log)

    def control(self, *arguments):
        options = f"-p {self.port} -k {self.folder.parent} -c fsync=off"
        self.run("pg_ctl", "-D", self.folder, "-w", "-o", options, *arguments)

    def processes(self):
        master = int((self.folder / "postmaster.pid").read_text().split()[0])
        listed = subprocess.run(
            ["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True
        )
        pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
        return [master, *(pid for pid, parent in pairs if parent == master)]

    @contextmanager
    def hanging(self):
        """All its processes stop in the middle of whatever they do."""
        stopped = self.processes()
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in reversed(stopped):
                os.kill(pid, signal.SIGCONT)


@contextmanager
def private_cluster():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found += [Path(path) for path in [shutil.which("initdb")] if path]
    if not found:
        if os.environ.get("REQUIRE_POSTGRESQL"):
            pytest.fail("PostgreSQL is not installed, and REQUIRE_POSTGRESQL is set.")
        pytest.skip("PostgreSQL is not installed: what hangs is not tried.")
    home = Path(tempfile.mkdtemp(prefix="svod-pg-"))
    if os.getuid() == 0:
        shutil.chown(home, "postgres")
    cluster = Cluster(found[-1].parent, home / "data")
    (home / "pg.log").touch()
    try:
        cluster.run(
            "initdb", "-D", cluster.folder, "-A", "trust", "-U", "postgres", "-N", "-E", "UTF8"
        )
        cluster.control("start")
        yield cluster
    finally:
        if (cluster.folder / "postmaster.pid").exists():
            cluster.control("stop", "-m", "immediate")
        shutil.rmtree(home)


class Site:
    """«Свод» under gunicorn, and the people of ``SCENE`` signed in to it."""

    def __init__(self, database_url):
        self.port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tests.server_settings",
            "DATABASE_URL": database_url,
            "SECRET_KEY": "x" * 60,
            "ALLOWED_HOSTS": "127.0.0.1",
            "HTTPS": "0",
            "DEBUG": "0",
        }

    def manage(self, *arguments, **options):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            **options,
        ).stdout

    def ask(self, path, person=None, data=None, timeout=60, content_type=FORM):
        """Returns status, text and the seconds that it took. With ``data`` it is a POST."""
        cookies = [f"csrftoken={'t' * 32}"]
        cookies += [f"sessionid={self.scene[person]}"] if person else []
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=data,
            headers={
                "Cookie": "; ".join(cookies),
                "X-CSRFToken": "t" * 32,
                "Content-Type": content_type,
            },
        )
        begun = time.monotonic()
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=timeout) as response:
                status, body = response.status, response.read()
        except urllib.error.HTTPError as error:
            status, body = error.code, error.read()
        return status, body.decode(errors="replace"), time.monotonic() - begun

    def wait_until_up(self):
        for _ in range(300):
            try:
                return self.ask("/health/")
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("gunicorn has not come up")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


@contextmanager
def served(database_url, *options, scene=SCENE):
    """``scene`` is a program that makes the rows and prints them as JSON: person → session."""
    site = Site(database_url)
    site.manage("migrate", "--verbosity", "0")
    site.scene = json.loads(site.manage("shell", "--no-imports", "-c", scene))
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{site.port}"]
    command += ["--worker-class", "gthread", "--workers", "1", "--threads", "4", *options]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=site.environment)
    try:
        site.wait_until_up()
        yield site
    finally:
        server.terminate()
        server.wait(30)
