"""Stand-in of a service that only listens: says what it pretends to be, answers every HTTP request with that sentence.

Arguments: the sentence, and a TCP port, or nothing when the service it stands for does not listen.
"""

import http.server
import os
import signal
import sys


def answer(sentence):
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = (sentence + '\n').encode()
            self.send_response(200)
            self.send_header('Content-Type', 'text/plain')
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_args):
            pass

    return Answer


def main():
    sentence, port = sys.argv[1], sys.argv[2:]
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    print(sentence, flush=True)
    if port:
        print(f'listening on port {port[0]}', flush=True)
        http.server.ThreadingHTTPServer(('', int(port[0])), answer(sentence)).serve_forever()
    while True:
        signal.pause()


if __name__ == '__main__':
    main()
