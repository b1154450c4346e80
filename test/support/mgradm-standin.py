#!/usr/bin/python3
# A stand-in for mgradm on the test host: it has nothing of Uyuni's. It knows the subcommands and flags that
# are used here, refuses others as mgradm does, and does the work that can be seen on the host: volumes are
# exported and imported, images pulled, the drop-ins written, the units restarted.
#
# /run/mgradm-standin/hold is a FIFO: where it is, the work stops after its first line until somebody writes into it;
# hold-stopped likewise when the services have been stopped.
# /run/mgradm-standin/exit has an exit status: with it the work fails after its first line.
import json
import os
import subprocess
import sys
import tarfile
import time

CONTROL = "/run/mgradm-standin"
SYSTEM = "/etc/systemd/system"
INSTANTIATED = ["uyuni-server-attestation", "uyuni-hub-xmlrpc", "uyuni-saline"]
HEADER = "# Generated: each upgrade of Uyuni writes this file anew.\n# Own settings belong in another .conf file of this folder.\n\n"
# Of each subcommand the flags that its help has: their kind ("" for a switch), its words, and the default.
with open("/usr/share/mgradm-standin/flags.json") as known:
    FLAGS = json.load(known)


def say(text, level="INF"):
    print(time.strftime("%-I:%M%p"), level, text, file=sys.stderr, flush=True)


def fail(text, status=1):
    say(f'error="{text}"', "ERR")
    print("Error:", text, file=sys.stderr, flush=True)
    sys.exit(status)


def succeeds(*argv):
    return subprocess.run(argv, stdin=subprocess.DEVNULL).returncode == 0


def run(*argv):
    if not succeeds(*argv):
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
        if flags[name][0] == "":
            values[name] = value != "false"
        else:
            values[name] = value if equals else next(words, None) or fail(f"flag needs an argument: --{name}")
    return {name: values.get(name, default if kind else False) for name, (kind, _, default) in flags.items()}, rest


def hold(where=""):
    try:
        with open(f"{CONTROL}/hold{where}") as fifo:
            fifo.read()
    except FileNotFoundError:
        pass


def control():
    hold()
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


def enabled(unit):
    return succeeds("systemctl", "is-enabled", "--quiet", unit)


def instances():
    """As mgradm counts them: those that are enabled, from 0 on, without a gap."""
    for name in INSTANTIATED:
        number = 0
        while enabled(f"{name}@{number}"):
            yield f"{name}@{number}"
            number += 1


def tftp():
    return ["uyuni-tftp"] if enabled("uyuni-tftp") else []


def stop():
    for unit in [*instances(), "uyuni-server", "uyuni-db", *tftp()]:
        run("systemctl", "stop", unit)
    hold("-stopped")


def start():
    for unit in ["uyuni-db", *instances(), "uyuni-server", *tftp()]:
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
    for unit in ("uyuni-server", "uyuni-db"):
        run("systemctl", "stop", unit)
    hold("-stopped")
    write_image("uyuni-db", database)
    write_image("uyuni-server", server)
    run("systemctl", "daemon-reload")
    run("systemctl", "start", "uyuni-db")
    run("systemctl", "start", "uyuni-server")
    say("Waiting for the server to be healthy")
    run("podman", "wait", "--condition=healthy", "uyuni-server")
    for unit in [*instances(), *tftp()]:
        run("systemctl", "restart", unit)


def create(values, rest):
    if len(rest) != 1:
        fail(f"accepts 1 arg(s), received {len(rest)}")
    folder = rest[0]
    say(f"Backing up into {folder}")
    control()
    for path in (folder, folder + "/volumes", folder + "/images"):
        if values["dryrun"]:
            say(f"Would create '{path}' directory")
        elif os.path.exists(path):
            fail(f"unable to create target output directory: mkdir {path}: file exists")
        else:
            os.mkdir(path, 0o622)
    skipped = [name for name in values["skipvolumes"].split(",") if name]
    names = output("podman", "volume", "ls", "--quiet").split()
    wanted = [name for name in names if name not in skipped and not (values["skipdatabase"] and name == "var-pgsql")]
    if not values["skipdatabase"] and not values["dryrun"]:
        say("Stopping server service")
        stop()
    say("Backing up container volumes")
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
    good = values["dryrun"] or restore_network()
    # Whatever happened before, and in a dry run, too.
    if values["restart"]:
        start()
    elif not good:
        fail("Important data were restored successfully, but with warnings")


def restore_network():
    [found] = json.loads(output("podman", "network", "inspect", "uyuni"))
    argv = ["podman", "network", "create", "--interface-name", found["network_interface"]]
    for subnet in found["subnets"]:
        argv += ["--subnet", subnet["subnet"], "--gateway", subnet["gateway"]]
    if not succeeds("podman", "network", "rm", "uyuni"):
        say("Failed to remove network uyuni", "ERR")
    say("Restoring podman network")
    made = succeeds(*argv, "uyuni")
    if not made:
        say('Unable to create podman network error="exit status 125"', "ERR")
    return made


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
    ("upgrade",): ("upgrade", FLAGS["upgrade"], upgrade),
    ("backup", "create"): ("backup create output-directory", FLAGS["create"], create),
    ("backup", "restore"): ("backup restore directory", FLAGS["restore"], restore),
    ("support", "config"): ("support config", FLAGS["support"], support),
    ("stop",): ("stop", {}, lambda *_: stop()),
    ("start",): ("start", {}, lambda *_: start()),
}

words = sys.argv[1:]
if words == ["--version"]:
    print("mgradm version 5.2.16 for latest image (a stand-in for tests) (compilation tag: )")
    sys.exit(0)
for names, (usage, flags, work) in COMMANDS.items():
    if tuple(words[: len(names)]) != names:
        continue
    if "--help" in words:
        help_text(usage, flags)
    else:
        values, rest = parse(flags, words[len(names) :])
        say("Starting " + " ".join(sys.argv))
        say("Use of this software implies acceptance of the End User License Agreement.")
        work(values, rest)
    sys.exit(0)
fail(f'unknown command "{" ".join(words)}" for "mgradm"')
