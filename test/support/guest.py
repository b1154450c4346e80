# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs programs on a test host for guest.ts, as long as its standard input is open.

A request is a line of JSON, {"id", "argv", "input": N}, and then N bytes that the program reads; the answer is a
line of JSON, {"id", "status", "stdout": N, "stderr": N}, and then what the program wrote. Programs run side by side,
and answers come in the order in which programs end.
"""
import json
import subprocess
import sys
import threading

ANSWERS = threading.Lock()


def end_of(argv, given):
    """Exit status (128 and the signal's number, if one ended it; what a shell says where it cannot run), and both outputs."""
    try:
        done = subprocess.run(argv, input=given, capture_output=True, check=False)
    except OSError as reason:
        return 127 if isinstance(reason, FileNotFoundError) else 126, b"", f"{argv[0]}: {reason.strerror}\n".encode()
    status = done.returncode if done.returncode >= 0 else 128 - done.returncode
    return status, done.stdout, done.stderr


def answer(number, argv, given):
    status, out, err = end_of(argv, given)
    head = json.dumps({"id": number, "status": status, "stdout": len(out), "stderr": len(err)})
    with ANSWERS:
        sys.stdout.buffer.write(head.encode() + b"\n" + out + err)
        sys.stdout.buffer.flush()


def main():
    requests = sys.stdin.buffer
    for line in requests:
        request = json.loads(line)
        given = requests.read(request["input"])
        threading.Thread(target=answer, args=(request["id"], request["argv"], given), daemon=True).start()


main()
