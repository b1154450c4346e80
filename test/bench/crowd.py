# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes a host crowded: 1,000 images of one empty layer each, 500 containers that were created and not
started, 1,000 units that are active. Ends with a line of JSON that says what is there."""
import hashlib
import http.client
import io
import json
import os
import socket
import subprocess
import tarfile

IMAGES, CONTAINERS, UNITS = 1000, 500, 1000


def add(archive, name, data):
    info = tarfile.TarInfo(name)
    info.size = len(data)
    archive.addfile(info, io.BytesIO(data))


def make_images():
    empty = io.BytesIO()
    tarfile.open(fileobj=empty, mode="w").close()
    layer = empty.getvalue()
    digest = hashlib.sha256(layer).hexdigest()
    manifest = []
    with tarfile.open("/var/tmp/crowd.tar", "w") as archive:
        add(archive, f"{digest}.tar", layer)
        for number in range(IMAGES):
            config = json.dumps({
                "architecture": "amd64", "os": "linux",
                "config": {"Cmd": ["/bin/true"], "Labels": {"number": str(number)}},
                "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest}"]},
                "history": [{"created": "2026-01-01T00:00:00Z"}],
            }).encode()
            name = f"{hashlib.sha256(config).hexdigest()}.json"
            add(archive, name, config)
            manifest.append({"Config": name, "RepoTags": [f"localhost/crowd:{number}"], "Layers": [f"{digest}.tar"]})
        add(archive, "manifest.json", json.dumps(manifest).encode())
    subprocess.run(["podman", "load", "--quiet", "--input", "/var/tmp/crowd.tar"], check=True, stdout=subprocess.DEVNULL)
    os.remove("/var/tmp/crowd.tar")


class Podman(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect("/run/podman/podman.sock")


def make_containers():
    podman = Podman("localhost")
    for number in range(CONTAINERS):
        body = json.dumps({"image": f"localhost/crowd:{number}", "name": f"crowd-{number}"})
        podman.request("POST", "/v4.0.0/libpod/containers/create", body, {"Content-Type": "application/json"})
        answer = podman.getresponse()
        text = answer.read()
        if answer.status != 201:
            raise SystemExit(f"{answer.status}: {text}")


def make_units():
    names = [f"crowd-{number}.service" for number in range(UNITS)]
    for name in names:
        with open(f"/run/systemd/system/{name}", "w") as file:
            file.write("[Unit]\nDescription=One of many\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n")
    with open("/run/systemd/system/crowd.target", "w") as file:
        file.write("[Unit]\nWants=" + " ".join(names) + "\n")
    subprocess.run(["systemctl", "daemon-reload"], check=True)
    subprocess.run(["systemctl", "start", *names], check=True)


def lines(*argv):
    return len(subprocess.run(argv, check=True, capture_output=True, text=True).stdout.splitlines())


make_units()
make_images()
make_containers()
print()
print(json.dumps([
    {"what": "images", "count": lines("podman", "images", "--quiet", "--no-trunc")},
    {"what": "containers", "count": lines("podman", "ps", "--all", "--quiet")},
    {"what": "units", "count": lines("systemctl", "list-units", "--all", "--no-legend")},
]))
