# SPDX-License-Identifier: LGPL-2.1-or-later
"""
Runs on the test host.

  kill OPERATION LIST STEP MS VICTIM   kills the victim MS after the step began; VICTIM "none": only waits for that;
                                       "power": has the steps stand still, so that it is cut right there
  settle                               waits until nothing of the module runs, and prints what there is as JSON
"""
import hashlib
import json
import os
import select
import signal
import stat
import subprocess
import sys
import time

UNITS = ["cockpit-uyuni-operation.service", "cockpit-uyuni-rollback.service", "cockpit-uyuni-recover.service"]
PROCESSOR = "uyuni-event-processor@0.service"
CONTAINER = "uyuni-salt-event-processor-0"
SYSTEM = "/etc/systemd/system"
STATE = "/var/lib/cockpit-uyuni"


def output(*argv):
    return subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def processes():
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    argv = file.read().decode(errors="replace").split("\0")[:-1]
                with open(f"/proc/{name}/stat") as file:
                    parent = int(file.read().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if argv:
                yield int(name), parent, argv


def program(argv):
    return os.path.basename(argv[0])


def conmons():
    """Of the container itself: a health check that is just running has one of its own."""
    return [
        pid for pid, _, argv in processes()
        if program(argv) == "conmon" and CONTAINER in argv and "--exec-process-spec" not in argv]


def unit_processes():
    """What the operation or its roll-back runs now."""
    found = []
    for unit in UNITS:
        try:
            with open(f"/sys/fs/cgroup/system.slice/{unit}/cgroup.procs") as file:
                found += [int(line) for line in file]
        except OSError:
            continue
    return sorted(found)


def victims(name):
    if name in ("step", "power"):
        return unit_processes()[:1]
    if name == "podman":
        # The REST service, which systemd starts, is another one; and so are what this program itself asks, and
        # the page about its events.
        everything = list(processes())
        own = {pid for pid, _, argv in everything if os.path.realpath(__file__) in argv}
        running = [
            pid for pid, parent, argv in everything
            if program(argv) == "podman" and parent not in own and not {"service", "healthcheck", "--interactive"} & set(argv)]
        return running[-1:]
    if name == "conmon":
        return conmons()[-1:]
    if name == "container":
        own = conmons()
        return [pid for pid, parent, _ in processes() if parent in own][:1]
    if name == "bridge":
        return [pid for pid, _, argv in processes() if any("cockpit-bridge" in word for word in argv[:2]) or "cockpit.bridge" in argv]
    return []


def at_step(operation, which, step):
    """Waits until the step begins: its mark's process is seen, or at the latest its line in the journal."""
    wanted = f"{operation} {which} {step}:"
    folder = f"/sys/fs/cgroup/system.slice/{UNITS[1 if which == 'undo' else 0]}/cgroup.procs"
    follow = subprocess.Popen(
        ["journalctl", "--follow", "--lines=all", "--output=cat", "--quiet", "--boot", f"COCKPIT_UYUNI_OPERATION={operation}"],
        stdout=subprocess.PIPE)
    os.set_blocking(follow.stdout.fileno(), False)
    text = b""
    marked = None
    while True:
        # Most steps take a few milliseconds, and the journal is slower than that.
        if select.select([follow.stdout], [], [], 0.0005)[0]:
            text += follow.stdout.read() or b""
            for line in text.decode(errors="replace").split("\n"):
                if line.startswith(wanted):
                    follow.kill()
                    return line.strip()
            text = text[-4096:]
        try:
            with open(folder) as file:
                for pid in file.read().split():
                    with open(f"/proc/{pid}/cmdline", "rb") as words:
                        argv = words.read().decode(errors="replace").split("\0")
                    if len(argv) > 1 and argv[1].startswith(wanted):
                        marked = pid, argv[1]
        except OSError:
            pass
        if marked is not None:
            while os.path.exists(f"/proc/{marked[0]}"):
                pass
            follow.kill()
            return marked[1]


def kill(operation, which, step, milliseconds, name):
    title = at_step(operation, which, step)
    time.sleep(int(milliseconds) / 1000)
    killed = []
    end = time.monotonic() + 5
    while name != "none" and not killed and time.monotonic() < end:
        for pid in victims(name):
            try:
                with open(f"/proc/{pid}/cmdline") as file:
                    words = file.read().replace("\0", " ").strip()
                os.kill(pid, signal.SIGSTOP if name == "power" else signal.SIGKILL)
                killed.append(f"{pid} {words[:160]}")
            except OSError:
                continue
        if not killed:
            time.sleep(0.0005)
    print(json.dumps({"title": title, "killed": killed}))


def unit_state(unit):
    lines = output("systemctl", "show", "--property=ActiveState,SubState,UnitFileState,LoadState,Job,NeedDaemonReload,Result", unit)
    return dict(line.split("=", 1) for line in lines.splitlines() if "=" in line)


def busy():
    if output("systemctl", "list-jobs", "--no-legend").strip():
        return "jobs"
    for unit in UNITS:
        if unit_state(unit).get("ActiveState") not in ("inactive", "failed"):
            return unit
    own = unit_state(PROCESSOR)
    if own.get("ActiveState") in ("activating", "deactivating", "reloading") or own.get("SubState") == "auto-restart":
        return f"{PROCESSOR} {own}"
    # What was killed a moment ago, systemd may not have noticed yet.
    state = output("podman", "container", "inspect", "--format", "{{.State.Status}}", CONTAINER).strip()
    if own.get("ActiveState") == "active" and state != "running":
        return f"{CONTAINER} is {state or 'not there'}, and {PROCESSOR} active"
    return None


def entry(path):
    status = os.lstat(path)
    if stat.S_ISLNK(status.st_mode):
        return f"link {os.readlink(path)}"
    if stat.S_ISDIR(status.st_mode):
        return f"folder {stat.S_IMODE(status.st_mode):04o}"
    with open(path, "rb") as file:
        return f"file {stat.S_IMODE(status.st_mode):04o} {hashlib.sha256(file.read()).hexdigest()}"


def tree(top, wanted):
    found = {}
    for folder, folders, files in os.walk(top):
        for name in folders + files:
            path = os.path.join(folder, name)
            if wanted(path):
                found[path] = entry(path)
    return found


def settle(seconds):
    end = time.monotonic() + seconds
    calm = 0
    why = None
    while calm < 2:
        why = busy()
        calm = calm + 1 if why is None else 0
        if time.monotonic() > end:
            break
        time.sleep(0.1)
    containers = json.loads(output("podman", "ps", "--all", "--external", "--format", "json") or "[]")
    print(json.dumps({
        "busy": why,
        "tree": tree(SYSTEM, lambda path: "uyuni" in path[len(SYSTEM):] or os.path.basename(path).startswith(".")),
        "run": sorted(
            f"/run/{name}" for name in os.listdir("/run") if name.startswith(".") or "event-processor" in name or "cockpit-uyuni" in name),
        "state": tree(STATE, lambda path: True),
        "unit": unit_state(PROCESSOR),
        "units": [
            line.split()[0] for line in
            output("systemctl", "list-units", "--all", "--plain", "--no-legend", "cockpit-uyuni-*", "uyuni-event-processor*").splitlines()],
        "containers": [
            {"name": (one.get("Names") or ["?"])[0], "image": one.get("Image", ""), "state": one.get("State", "")} for one in containers],
        "processes": sum(
            1 for _, _, argv in processes() if any("mgr_salt_event_processor" in word for word in argv[:3])),
        "conmons": len(conmons()),
        "images": sorted(
            f"{line}" for line in output("podman", "images", "--all", "--no-trunc", "--format", "{{.ID}} {{.Repository}}:{{.Tag}}").split("\n") if line),
        "secrets": sorted(output("podman", "secret", "ls", "--format", "{{.Name}}").split()),
    }))


if __name__ == "__main__":
    if sys.argv[1] == "kill":
        kill(*sys.argv[2:])
    else:
        settle(120)
