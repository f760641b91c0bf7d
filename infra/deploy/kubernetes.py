# SPDX-License-Identifier: MPL-2.0
"""python -m infra.deploy.kubernetes IMAGE HOST | kubectl apply -f -

One Deployment per process, one Service per web process, one Ingress with the address table, one Job that makes roles
and migrates. Expects two Secrets: `aaben-kommune` (SECRET, NATS_URL, NATS_TOKEN, SMTP_URL and
`<SERVICE>_DATABASE_URL` for each service) and `aaben-kommune-administrator` (DATABASE_URL), which only the Job sees.
"""

import json
import sys
from typing import Any

from infra.deploy.processes import COPIES, PROCESSES
from infra.routes import FRONT_DOOR, ROUTES

Manifest = dict[str, Any]
NAME = "aaben-kommune"
PREPARE = "python -m infra.postgres; for service in {services}; do python -m services.$service migrate; done"


def manifests(image: str, host: str) -> Manifest:
    """Everything, as one List; JSON is YAML."""
    items = [job(image)]
    for service, processes in PROCESSES.items():
        items += [deployment(service, process, image, host) for process in processes]
        items.append(network_service(service))
    return {"apiVersion": "v1", "kind": "List", "items": [*items, ingress(host)]}


def deployment(service: str, process: str, image: str, host: str) -> Manifest:
    """One process of one service."""
    name = f"{service}-{process}"
    container = _container(image, host, [service]) | {"name": process, "args": [f"services.{service}", process]}
    if process == "web":
        container["ports"] = [{"containerPort": 8000}]
        container["readinessProbe"] = _probe(f"/api/{service}/health/ready")
        container["livenessProbe"] = _probe(f"/api/{service}/health/live")
    labels = {"app": NAME, "process": name}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "labels": labels},
        "spec": {
            "replicas": COPIES.get(process, 1),
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": _pod(container)},
        },
    }


def job(image: str) -> Manifest:
    """Roles, schemas, migrations: before the processes of a new version start."""
    container = _container(image, "", list(PROCESSES)) | {
        "name": "prepare",
        "command": ["sh", "-ec", PREPARE.format(services=" ".join(PROCESSES))],
    }
    container["envFrom"] = [{"secretRef": {"name": f"{NAME}-administrator"}}]
    pod = _pod(container) | {"restartPolicy": "OnFailure"}
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": "prepare", "labels": {"app": NAME}},
        "spec": {"backoffLimit": 10, "template": {"metadata": {"labels": {"app": NAME}}, "spec": pod}},
    }


def network_service(service: str) -> Manifest:
    """The address of a service's web processes inside the cluster."""
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": service, "labels": {"app": NAME}},
        "spec": {"selector": {"app": NAME, "process": f"{service}-web"}, "ports": [{"port": 80, "targetPort": 8000}]},
    }


def ingress(host: str) -> Manifest:
    """The address table, with and without the language in front; the portal takes the rest."""
    paths = [
        _path(f"{language}{prefix}", service)
        for service, prefixes in ROUTES.items()
        for prefix in prefixes
        for language in ("", "/en")
    ]
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": NAME, "labels": {"app": NAME}},
        "spec": {"rules": [{"host": host, "http": {"paths": [*paths, _path("/", FRONT_DOOR)]}}]},
    }


def _path(prefix: str, service: str) -> Manifest:
    return {"path": prefix, "pathType": "Prefix", "backend": {"service": {"name": service, "port": {"number": 80}}}}


def _container(image: str, host: str, services: list[str]) -> Manifest:
    """A process sees its own database and no other."""
    keys = [
        "SECRET",
        "NATS_URL",
        "NATS_TOKEN",
        "SMTP_URL",
        *(f"{service.upper()}_DATABASE_URL" for service in services),
    ]
    given = [{"name": key, "valueFrom": {"secretKeyRef": {"name": NAME, "key": key}}} for key in keys]
    return {
        "image": image,
        "env": [
            *given,
            {"name": "PUBLIC_URL", "value": f"https://{host}"},
            {"name": "FORWARDED_ALLOW_IPS", "value": "*"},
        ],
        "resources": {"requests": {"cpu": "50m", "memory": "128Mi"}, "limits": {"memory": "512Mi"}},
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
    }


def _pod(container: Manifest) -> Manifest:
    return {
        "containers": [container],
        "securityContext": {"runAsNonRoot": True, "runAsUser": 10001, "seccompProfile": {"type": "RuntimeDefault"}},
    }


def _probe(path: str) -> Manifest:
    return {"httpGet": {"path": path, "port": 8000}, "periodSeconds": 10, "timeoutSeconds": 3}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("python -m infra.deploy.kubernetes IMAGE HOST | kubectl apply -f -")
    print(json.dumps(manifests(*sys.argv[1:]), indent=1))
