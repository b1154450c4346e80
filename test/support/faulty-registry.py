#!/usr/bin/python3
"""A registry that answers every question with one status: status [header value]..."""

import socket
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

status = int(sys.argv[1])
headers = list(zip(sys.argv[2::2], sys.argv[3::2]))


class Answer(BaseHTTPRequestHandler):
    def answer(self):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header('Content-Length', '0')
        self.end_headers()

    do_GET = do_HEAD = answer

    def log_message(self, *_args):
        pass


class Server(HTTPServer):
    address_family = socket.AF_INET6


Server(('::1', 5001), Answer).serve_forever()
