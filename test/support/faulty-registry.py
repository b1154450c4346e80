#!/usr/bin/python3
"""A registry with faults, in front of the sound one on port 5000.

    faulty-registry.py PORT [CERTIFICATE [AUTHORITY]]

With a certificate it wants TLS, with an authority a certificate of that one from whoever asks, too. It hands every request on. What is to go wrong is told it by PUT on /fault, as a JSON object; an empty one is none:

    status, headers   it answers everything with these
    path              only requests whose path has this in it are meant by status, cut and wait
    cut               answers end after this many bytes, in the middle
    rate              bytes a second
    wait              seconds before it answers
    tags              number of tags that every repository has
    login             user:password it asks for
    token             it asks for a token, which it gives to whoever has that login
    realm             address at which it says that tokens are given, instead of its own
    moved             host to which requests for blobs are redirected

GET on /given tells which hosts, by the names that it was asked under, curl gave what since the last fault was told:
a JSON list of [host, scheme of Authorization or ""]. Below /elsewhere everything is given to everyone.
"""

import base64
import json
import socket
import ssl
import sys
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = 'a-token'
PIECE = 64 * 1024
ELSEWHERE = '/elsewhere'
fault = {}
given = set()
port = int(sys.argv[1])


class Proxy(BaseHTTPRequestHandler):
    def handle_any(self):
        if self.path == '/fault':
            self.take_fault()
            return
        if self.path == '/given':
            self.say(200, (), json.dumps(sorted(given)).encode())
            return
        # podman follows its own rules.
        if self.headers.get('User-Agent', '').startswith('curl/'):
            given.add((self.headers.get('Host', ''), self.headers.get('Authorization', '').partition(' ')[0]))
        if 'wait' in fault and self.is_meant():
            time.sleep(fault['wait'])
        if not self.refused():
            self.hand_on()

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

    def body(self):
        return self.rfile.read(int(self.headers.get('Content-Length', 0)))

    def take_fault(self):
        fault.clear()
        given.clear()
        fault.update(json.loads(self.body()))
        self.say(200)

    def say(self, status, headers=(), text=b''):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(text)

    def is_meant(self):
        return fault.get('path', '') in self.path

    def refused(self):
        """Whether it was answered without the sound registry."""
        if self.path.startswith(ELSEWHERE):
            self.path = self.path[len(ELSEWHERE) :]
            return False
        if 'login' in fault and self.asked_for_login():
            return True
        if 'moved' in fault and '/blobs/' in self.path:
            self.say(307, [('Location', f'http://{fault["moved"]}{ELSEWHERE}{self.path}')])
            return True
        if 'status' in fault and self.is_meant():
            self.say(fault['status'], fault.get('headers', {}).items())
            return True
        if 'tags' in fault and self.path.partition('?')[0].endswith('/tags/list'):
            tags = [f'9.{number}' for number in range(fault['tags'])]
            self.say(200, [('Content-Type', 'application/json')], json.dumps({'name': 'any', 'tags': tags}).encode())
            return True
        return False

    def asked_for_login(self):
        basic = 'Basic ' + base64.b64encode(fault['login'].encode()).decode()
        given = self.headers.get('Authorization', '')
        if self.path.startswith('/token'):
            text = json.dumps({'token': TOKEN}).encode()
            self.say(*((200, (), text) if given == basic else (401,)))
            return True
        if 'token' in fault:
            realm = fault.get('realm', f'http://{self.headers["Host"]}/token')
            wanted, challenge = f'Bearer {TOKEN}', f'Bearer realm="{realm}",service="test",scope="repository:any:pull"'
        else:
            wanted, challenge = basic, 'Basic realm="test"'
        if given != wanted:
            self.say(401, [('WWW-Authenticate', challenge)])
        return given != wanted

    def hand_on(self):
        sound = HTTPConnection('localhost', 5000)
        names = ('Accept', 'Range', 'Content-Type')
        headers = {name: ', '.join(self.headers.get_all(name)) for name in names if name in self.headers}
        sound.request(self.command, self.path, self.body(), headers)
        answer = sound.getresponse()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            self.send_header(name, value)
        self.end_headers()
        self.pour(answer)
        sound.close()

    def pour(self, answer):
        left = fault.get('cut') if self.is_meant() else None
        while piece := answer.read(PIECE if left is None else min(PIECE, left)):
            self.wfile.write(piece)
            if left is not None:
                left -= len(piece)
            if 'rate' in fault:
                time.sleep(len(piece) / fault['rate'])
        if left == 0:
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_args):
        pass


class Server(ThreadingHTTPServer):
    address_family = socket.AF_INET6
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Whoever hangs up does so for a reason of their own."""


server = Server(('::', port), Proxy)
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2])
    if len(sys.argv) > 3:
        context.load_verify_locations(sys.argv[3])
        context.verify_mode = ssl.CERT_REQUIRED
    server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
