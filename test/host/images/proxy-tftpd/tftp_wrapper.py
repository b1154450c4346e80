#!/usr/bin/python3
"""Stand-in of Uyuni's TFTP server: every request is answered with "file not found"."""

import argparse
import os
import signal
import socket

ERROR = b'\x00\x05\x00\x01stand-in: no files here\x00'


def main():
    parser = argparse.ArgumentParser()
    for name in ('--httpHost', '--proxyFqdn', '--serverFqdn'):
        parser.add_argument(name)
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tftp:
        tftp.bind(('', 69))
        print(f'Stand-in for tests, not Uyuni: TFTP server for {args.serverFqdn}, listening on port 69/udp', flush=True)
        while True:
            _, client = tftp.recvfrom(4096)
            tftp.sendto(ERROR, client)


if __name__ == '__main__':
    main()
