# SPDX-License-Identifier: MPL-2.0
"""What runs in containers is what the services say they are, behind the same addresses as in the one process."""

import re
from pathlib import Path

import pytest
import yaml

from infra.deploy.kubernetes import manifests
from infra.deploy.processes import PROCESSES
from infra.routes import ROUTES, route
from services.__main__ import SERVICES

DEPLOY = Path("infra/deploy")
PATHS = [f"{language}{prefix}{rest}" for prefixes in ROUTES.values() for prefix in prefixes
         for language in ("", "/en") for rest in ("", "/x", "x")]  # fmt: skip


def test_every_process_of_every_service_is_listed() -> None:
    assert {one.name: {"web", *one.all_loops()} for one in SERVICES} == {
        service: set(processes) for service, processes in PROCESSES.items()
    }


def test_compose_runs_every_process_once() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    commands = [tuple(one["command"]) for one in services.values() if one.get("image") == "aaben-kommune"]
    wanted = [(f"services.{service}", process) for service, processes in PROCESSES.items() for process in processes]
    assert sorted(command for command in commands if len(command) == 2) == sorted(wanted)


def test_kubernetes_runs_every_process_and_shows_each_its_own_database_only() -> None:
    deployments = [one for one in manifests("image", "kommune.example")["items"] if one["kind"] == "Deployment"]
    assert len(deployments) == sum(len(processes) for processes in PROCESSES.values())
    for one in deployments:
        service = one["metadata"]["name"].split("-")[0]
        names = {entry["name"] for entry in one["spec"]["template"]["spec"]["containers"][0]["env"]}
        assert {name for name in names if name.endswith("DATABASE_URL")} == {f"{service.upper()}_DATABASE_URL"}


@pytest.mark.parametrize("path", ["/", "/en", "/log-ind", "/api/portal/x", "/static/a.css", *PATHS])
def test_nginx_and_the_ingress_send_an_address_where_the_one_process_does(path: str) -> None:
    assert by_nginx(path) == by_ingress(path) == route(path)


def by_nginx(path: str) -> str:
    rules = re.findall(r"~(\^\S+) (\w+);", (DEPLOY / "nginx.conf").read_text())
    return next((service for pattern, service in rules if re.search(pattern, path)), "portal")


def by_ingress(path: str) -> str:
    """As Kubernetes matches `Prefix`: by whole segments, the longest wins."""
    (ingress,) = (one for one in manifests("image", "kommune.example")["items"] if one["kind"] == "Ingress")
    rules = {one["path"]: one["backend"]["service"]["name"] for one in ingress["spec"]["rules"][0]["http"]["paths"]}
    fitting = [one for one in rules if one in ("/", path) or path.startswith(f"{one}/")]
    return rules[max(fitting, key=len)]
