#!/usr/bin/python3
# A stand-in for mgradm on the test host: it has nothing of Uyuni's. It knows the subcommands and flags that
# are used here, refuses others as mgradm does, and does the work that can be seen on the host: volumes are
# exported and imported, images pulled, the drop-ins written, the units restarted.
#
# /run/mgradm-standin/hold is a FIFO: where it is, the work stops after its first line until somebody writes into it.
# /run/mgradm-standin/exit has an exit status: with it the work fails after its first line.
import os
import subprocess
import sys
import tarfile
import time

CONTROL = "/run/mgradm-standin"
SYSTEM = "/etc/systemd/system"
UNITS = ["uyuni-db", "uyuni-server"]
HEADER = "# Generated: each upgrade of Uyuni writes this file anew.\n# Own settings belong in another .conf file of this folder.\n\n"
TEXT, FLAG = "string", ""

UPGRADE = {
    "image": (TEXT, "Image", "uyuni/server"),
    "tag": (TEXT, "Tag Image", "latest"),
    "pullPolicy": (TEXT, "set whether to pull the images or not. The value can be one of 'Never', 'IfNotPresent' or 'Always'", "Always"),
    "registry-host": (TEXT, "Specify a registry where to pull the images from. It will be concatenated with image name", "registry.opensuse.org"),
    "registry-user": (TEXT, "User if registry requires an authentication", ""),
    "registry-password": (TEXT, "Password if registry requires an authentication", ""),
    "pgsql-image": (TEXT, "Image for PostgreSQL Database container", "uyuni/server-postgresql"),
    "pgsql-tag": (TEXT, "Tag for PostgreSQL Database container, overrides the global value if set", ""),
}
CREATE = {
    "skipvolumes": ("strings", "Skip backup of selected volumes", ""),
    "extravolumes": ("strings", "Backup additional volumes to the build-in ones", ""),
    "skipdatabase": (FLAG, "Do not backup database volume, allow online backup.", ""),
    "skipimages": (FLAG, "Do not backup container images", ""),
    "skipconfig": (FLAG, "Do not backup podman configuration. On restore defaults will be used", ""),
    "norestart": (FLAG, "Do not restart services after backup is done", ""),
    "dryrun": (FLAG, "Print expected actions, but no action is done", ""),
}
RESTORE = {
    "skipvolumes": ("strings", "Skip restore of selected volumes", ""),
    "skipdatabase": (FLAG, "Do not restore database volume", ""),
    "skipimages": (FLAG, "Skip restore of container images", ""),
    "skipconfig": (FLAG, "Do not restore podman configuration. Defaults will be used", ""),
    "restart": (FLAG, "Restart service after restore is done", ""),
    "dryrun": (FLAG, "Print expected actions, but no action is done", ""),
    "force": (FLAG, "Force overwrite of existing items", ""),
    "continue": (FLAG, "Skip existing items and restore the rest", ""),
    "skipverify": (FLAG, "Skip verification of the backup files", ""),
}
SUPPORT = {"output": (TEXT, "path where to extract the data", "."), "backend": (TEXT, "tool to use to reach the container", "")}


def say(text):
    print(time.strftime("%H:%M:%S"), "INF", text, file=sys.stderr, flush=True)


def fail(text, status=1):
    print("Error:", text, file=sys.stderr, flush=True)
    sys.exit(status)


def run(*argv):
    if subprocess.run(argv, stdin=subprocess.DEVNULL).returncode != 0:
        fail("failed to run " + " ".join(argv))


def output(*argv):
    return subprocess.run(argv, stdout=subprocess.PIPE, check=True, text=True).stdout.strip()


def help_text(usage, flags):
    print(f"Usage:\n  mgradm {usage} [flags]\n\nFlags:")
    for name, (kind, words, default) in flags.items():
        told = f' (default "{default}")' if default else ""
        print(f"      --{name}{' ' + kind if kind else ''}   {words}{told}")
    print("  -h, --help   help for the command\n\nGlobal Flags:\n  -c, --config string     configuration file path")


def parse(flags, arguments):
    values, rest = {}, []
    words = iter(arguments)
    for word in words:
        if not word.startswith("-"):
            rest.append(word)
            continue
        name, equals, value = word[2:].partition("=")
        if not word.startswith("--") or name not in flags:
            fail(f"unknown flag: {word.partition('=')[0]}")
        if flags[name][0] == FLAG:
            values[name] = value != "false"
        else:
            values[name] = value if equals else next(words, None) or fail(f"flag needs an argument: --{name}")
    return {name: values.get(name, default if kind else False) for name, (kind, _, default) in flags.items()}, rest


def control():
    try:
        with open(CONTROL + "/hold") as fifo:
            fifo.read()
    except FileNotFoundError:
        pass
    try:
        with open(CONTROL + "/exit") as status:
            fail("the stand-in was told to fail", int(status.read()))
    except FileNotFoundError:
        pass


def compute_image(registry, name, tag):
    first = name.split("/")[0]
    whole = name if "." in first or name.startswith("localhost/") else f"{registry}/{name}"
    return (whole if ":" in whole.rsplit("/", 1)[-1] or "@" in whole else f"{whole}:{tag}").lower()


def write_image(unit, image):
    with open(f"{SYSTEM}/{unit}.service.d/generated.conf", "w") as conf:
        conf.write(f"{HEADER}[Service]\nEnvironment=UYUNI_IMAGE={image}\n")


def stop():
    for unit in reversed(UNITS):
        run("systemctl", "stop", unit)


def start():
    for unit in UNITS:
        run("systemctl", "start", unit)


def upgrade(values, rest):
    if rest not in ([], ["podman"]):
        fail(f"accepts 0 arg(s), received {len(rest)}")
    server = compute_image(values["registry-host"], values["image"], values["tag"])
    database = compute_image(values["registry-host"], values["pgsql-image"], values["pgsql-tag"] or values["tag"])
    say(f"Upgrading the server to {server}")
    control()
    for image in (server, database):
        say(f"Running podman pull {image}")
        run("podman", "pull", "--quiet", image)
    stop()
    write_image("uyuni-db", database)
    write_image("uyuni-server", server)
    run("systemctl", "daemon-reload")
    start()
    say("Waiting for the server to be healthy")
    run("podman", "wait", "--condition=healthy", "uyuni-server")


def create(values, rest):
    if len(rest) != 1:
        fail(f"accepts 1 arg(s), received {len(rest)}")
    folder = rest[0]
    say(f"Backing up into {folder}")
    control()
    for path in (folder, folder + "/volumes", folder + "/images"):
        if values["dryrun"]:
            say(f"Would create '{path}' directory")
        else:
            os.mkdir(path, 0o700)
    skipped = [name for name in values["skipvolumes"].split(",") if name]
    names = output("podman", "volume", "ls", "--quiet").split()
    wanted = [name for name in names if name not in skipped and not (values["skipdatabase"] and name == "var-pgsql")]
    if not values["skipdatabase"] and not values["dryrun"]:
        say("Stopping server service")
        stop()
    for name in wanted:
        argv = ["podman", "volume", "export", "-o", f"{folder}/volumes/{name}.tar", name]
        say(("Would run " if values["dryrun"] else "Run ") + " ".join(argv))
        if not values["dryrun"]:
            run(*argv)
    if values["dryrun"]:
        return
    if not values["skipdatabase"] and not values["norestart"]:
        say("Restarting server service")
        start()
    say(f"Backup finished into {folder}")


def restore(values, rest):
    if len(rest) != 1:
        fail(f"accepts 1 arg(s), received {len(rest)}")
    if not values["force"] and os.path.exists(f"{SYSTEM}/uyuni-server.service"):
        fail("server is already initialized. Use force to overwrite")
    folder = rest[0] + "/volumes"
    say(f"Restoring from {rest[0]}")
    control()
    for entry in sorted(os.listdir(folder)):
        argv = ["podman", "volume", "import", entry.removesuffix(".tar"), f"{folder}/{entry}"]
        say(("Would run " if values["dryrun"] else "Run ") + " ".join(argv))
        if not values["dryrun"]:
            run(*argv)
    if values["restart"] and not values["dryrun"]:
        start()


def support(values, rest):
    say("Extracting configuration and logs")
    control()
    made = f"{values['output']}/scc_{output('uname', '-n')}_{time.strftime('%Y%m%d_%H%M')}.tar.gz"
    texts = {
        "containers.json": output("podman", "inspect", "uyuni-server", "uyuni-db"),
        "journal.txt": output("journalctl", "--no-pager", "--unit=uyuni-server.service"),
    }
    with tarfile.open(made, "w:gz") as tar:
        for name, text in texts.items():
            path = f"/run/mgradm-standin.{name}"
            with open(path, "w") as file:
                file.write(text)
            tar.add(path, name)
            os.unlink(path)
    say(f"Support config tarball created at {made}")


COMMANDS = {
    ("upgrade",): ("upgrade", UPGRADE, upgrade),
    ("backup", "create"): ("backup create output-directory", CREATE, create),
    ("backup", "restore"): ("backup restore directory", RESTORE, restore),
    ("support", "config"): ("support config", SUPPORT, support),
    ("stop",): ("stop", {}, lambda *_: stop()),
}

words = sys.argv[1:]
if words == ["--version"]:
    print("mgradm version 5.2.16 (a stand-in for tests)")
    sys.exit(0)
for names, (usage, flags, work) in COMMANDS.items():
    if tuple(words[: len(names)]) != names:
        continue
    if "--help" in words:
        help_text(usage, flags)
    else:
        values, rest = parse(flags, words[len(names) :])
        say("Starting " + " ".join(sys.argv))
        work(values, rest)
    sys.exit(0)
fail(f'unknown command "{" ".join(words)}" for "mgradm"')
