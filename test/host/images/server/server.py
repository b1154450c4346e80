"""Stand-in of the Uyuni server: writes rhn.conf, produces Salt events, answers on port 80.

Salt events go the way of Uyuni's engine: commits of up to 100 events or one second, then one NOTIFY with the
number of new events of each queue. Rate and consuming are set with the salt-events command and are kept in a volume.
"""

import collections
import http.server
import json
import os
import random
import signal
import socketserver
import threading
import time

import psycopg2
import psycopg2.extras

import pretend
from salt_events import QUEUES, RETRY_SECONDS, Consumer, connect, java_like_log

RHN_CONF = '/etc/rhn/rhn.conf'
SETTINGS = '/var/spacewalk/standin-salt-events.json'
CONTROL = '/run/salt-events.sock'
BATCH = 100
BATCH_SECONDS = 1.0
MINIONS = [f'minion-{number:03}.example.com' for number in range(1, 61)]
LOADS_SECONDS = 1.0
MAX_RATE = 5000

FIND_QUEUES = """
SELECT minion, (SELECT q FROM generate_series(1, %s) q
                 WHERE EXISTS (SELECT FROM suseSaltEvent e WHERE e.queue = q::numeric AND e.minion_id = minion) LIMIT 1)
  FROM unnest(%s) minion
"""


def write_rhn_conf():
    """Once, as the set-up of a server does; later starts leave the file of the volume alone."""
    if os.path.exists(RHN_CONF):
        return
    env = os.environ
    lines = {
        'db_backend': 'postgresql',
        'db_user': env.get('MANAGER_USER', 'spacewalk'),
        'db_password': env.get('MANAGER_PASS', ''),
        'db_name': env.get('MANAGER_DB_NAME', 'susemanager'),
        'db_host': env.get('MANAGER_DB_HOST', 'db'),
        'db_port': env.get('MANAGER_DB_PORT', '5432'),
        'db_ssl_enabled': '0',
        'report_db_backend': 'postgresql',
        'report_db_user': env.get('REPORT_DB_USER', 'pythia_susemanager'),
        'report_db_password': env.get('REPORT_DB_PASS', ''),
        'report_db_name': env.get('REPORT_DB_NAME', 'reportdb'),
        'report_db_host': env.get('REPORT_DB_HOST', 'reportdb'),
        'report_db_port': env.get('REPORT_DB_PORT', '5432'),
        'java.hostname': env.get('UYUNI_HOSTNAME', 'uyuni.example.com'),
        'java.salt_event_thread_pool_size': str(QUEUES),
        'java.salt_events_per_commit': '1',
        'java.salt_event_notification_poll_interval_ms': '100',
        'java.salt_event_connection_watchdog_interval_seconds': '5',
    }
    os.makedirs(os.path.dirname(RHN_CONF), exist_ok=True)
    fresh = RHN_CONF + '.new'
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640), 'w', encoding='utf-8') as conf:
        conf.write('# Stand-in for tests, not Uyuni\n')
        conf.writelines(f'{key} = {value}\n' for key, value in lines.items())
    os.rename(fresh, RHN_CONF)


def read_rhn_conf():
    with open(RHN_CONF, encoding='utf-8') as conf:
        pairs = [line.split('=', 1) for line in conf if '=' in line and not line.startswith('#')]
    return {key.strip(): value.strip() for key, value in pairs}


def make_event(number):
    """(minion or None, data) of an event such as Salt fires."""
    if number % 10 == 0:
        return None, json.dumps({'tag': 'suse/manager/image_synced', 'data': {'image': f'image-{number}', 'action': 'sync'}})
    minion = random.choice(MINIONS)
    if number % 50 == 1:
        return minion, json.dumps({'tag': f'salt/minion/{minion}/start', 'data': {'id': minion, 'cmd': '_minion_event'}})
    jid = time.strftime('%Y%m%d%H%M%S') + f'{number % 1000000:06}'
    return minion, json.dumps({'tag': f'salt/job/{jid}/ret/{minion}', 'data': {
        'id': minion, 'jid': jid, 'fun': 'state.apply', 'retcode': 0, 'success': True, 'return': 'x' * 200}})


class Engine:
    def __init__(self, settings, log):
        self._settings = settings
        self._log = log
        self._changed = threading.Condition()
        self._burst = 0
        self._number = 0
        self._pending = collections.deque()
        self._loads = None
        self._loads_at = 0.0
        self.connected = False
        self.inserted = 0
        self.rate = 5.0
        self.consumer = None
        self._restore()

    def set_rate(self, rate):
        if not 0 <= rate <= MAX_RATE:
            raise ValueError(f'the rate is 0 to {MAX_RATE}')
        with self._changed:
            self.rate = rate
            self._changed.notify()
        self._save()

    def burst(self, count):
        if not 0 < count <= 10_000_000:
            raise ValueError('a burst is 1 to 10000000')
        with self._changed:
            self._burst += count
            self._changed.notify()

    def consume(self, wanted):
        if wanted and self.consumer is None:
            self.consumer = Consumer(self._settings, self._log)
        elif not wanted and self.consumer is not None:
            self.consumer.close()
            self.consumer = None
        self._save()

    def stall(self, number, stalled):
        with connect(self._settings) as connection, connection.cursor() as cursor:
            if stalled:
                cursor.execute('INSERT INTO standin_stalled VALUES (%s) ON CONFLICT DO NOTHING', (number,))
            else:
                cursor.execute('DELETE FROM standin_stalled WHERE queue = %s', (number,))
                cursor.execute('NOTIFY suseSaltEvent')
        connection.close()

    def status(self):
        return {'rate': self.rate, 'consume': self.consumer is not None, 'inserted': self.inserted,
                'burst': self._burst, 'connected': self.connected}

    def run(self):
        while True:
            try:
                connection = connect(self._settings)
            except psycopg2.Error as error:
                self._log.error('no connection to the database: %s', str(error).strip().splitlines()[0])
                time.sleep(RETRY_SECONDS)
                continue
            try:
                self.connected = True
                self._log.info('connected to the database')
                self._produce(connection)
            except psycopg2.Error as error:
                self._log.error('connection to the database lost: %s', str(error).strip())
            finally:
                self.connected = False
                connection.close()

    def _produce(self, connection):
        due, before, first = 0.0, time.monotonic(), None
        while True:
            now = time.monotonic()
            due += self.rate * min(now - before, 1.0)
            before = now
            whole = int(due)
            due -= whole
            with self._changed:
                extra = min(self._burst, BATCH)
                self._burst -= extra
            for _ in range(whole + extra):
                self._number += 1
                self._pending.append(make_event(self._number))
            if self._pending and first is None:
                first = now
            while len(self._pending) >= BATCH or (self._pending and now - first >= BATCH_SECONDS):
                self._commit(connection)
            if not self._pending:
                first = None
            with self._changed:
                if self._burst == 0:
                    self._changed.wait(self._pause())

    def _pause(self):
        if self.rate == 0 and not self._pending:
            return None
        return min(0.25, max(0.02, BATCH / (self.rate or BATCH) / 4))

    def _commit(self, connection):
        batch = [self._pending[index] for index in range(min(BATCH, len(self._pending)))]
        counts = [0] * (QUEUES + 1)
        with connection, connection.cursor() as cursor:
            rows = []
            queues = self._queues(cursor, {minion for minion, _ in batch if minion})
            for minion, data in batch:
                number = self._queue(queues, minion)
                counts[number] += 1
                rows.append((minion, data, number))
            psycopg2.extras.execute_values(cursor, 'INSERT INTO suseSaltEvent (minion_id, data, queue) VALUES %s', rows)
        for _ in batch:
            self._pending.popleft()
        self.inserted += len(batch)
        with connection, connection.cursor() as cursor:
            cursor.execute(f"NOTIFY suseSaltEvent, '{','.join(map(str, counts))}'")

    def _queues(self, cursor, minions):
        """Where rows of these minions wait already; a minion keeps its queue as long as it has rows there."""
        if self._loads is None or time.monotonic() - self._loads_at > LOADS_SECONDS:
            cursor.execute('SELECT queue, count(*) FROM suseSaltEvent GROUP BY queue')
            self._loads = [0] * (QUEUES + 1)
            for number, count in cursor:
                self._loads[min(int(number), QUEUES)] = count
            self._loads_at = time.monotonic()
        cursor.execute(FIND_QUEUES, (QUEUES, list(minions)))
        return {minion: number for minion, number in cursor if number is not None}

    def _queue(self, queues, minion):
        if minion is None:
            number = 0
        elif minion in queues:
            number = queues[minion]
        else:
            number = min(range(1, QUEUES + 1), key=self._loads.__getitem__)
            queues[minion] = number
        self._loads[number] += 1
        return number

    def _restore(self):
        try:
            with open(SETTINGS, encoding='utf-8') as settings:
                saved = json.load(settings)
        except (OSError, ValueError):
            return
        self.rate = saved['rate']
        if saved['consume']:
            self.consume(True)

    def _save(self):
        os.makedirs(os.path.dirname(SETTINGS), exist_ok=True)
        with open(SETTINGS + '.new', 'w', encoding='utf-8') as settings:
            json.dump({'rate': self.rate, 'consume': self.consumer is not None}, settings)
        os.rename(SETTINGS + '.new', SETTINGS)


def obey(engine, words):
    match words:
        case ['rate', rate]:
            engine.set_rate(float(rate))
        case ['burst', count]:
            engine.burst(int(count))
        case ['consume', ('on' | 'off') as wanted]:
            engine.consume(wanted == 'on')
        case [('stall' | 'unstall') as verb, number]:
            engine.stall(int(number), verb == 'stall')
        case ['status'] | []:
            pass
        case _:
            raise ValueError('rate N | burst N | consume on|off | stall QUEUE | unstall QUEUE | status')
    return engine.status()


def control_server(engine):
    class Command(socketserver.StreamRequestHandler):
        def handle(self):
            try:
                answer = obey(engine, json.loads(self.rfile.readline()))
            except (ValueError, psycopg2.Error) as error:
                answer = {'error': str(error).strip()}
            self.wfile.write(json.dumps(answer).encode() + b'\n')

    class Control(socketserver.ThreadingUnixStreamServer):
        daemon_threads = True

    if os.path.exists(CONTROL):
        os.unlink(CONTROL)
    return Control(CONTROL, Command)


def main():
    sentence = 'Stand-in for tests, not Uyuni: produces Salt events'
    stops = {signal.SIGTERM, signal.SIGINT, signal.SIGRTMIN + 3}
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)

    print(sentence, flush=True)
    write_rhn_conf()
    engine = Engine(read_rhn_conf(), java_like_log('salt-events'))
    servers = [control_server(engine), http.server.ThreadingHTTPServer(('', 80), pretend.answer(sentence))]
    for target in [engine.run] + [server.serve_forever for server in servers]:
        threading.Thread(target=target, daemon=True).start()

    signal.sigwait(stops)
    print('Stopping', flush=True)
    os._exit(0)


if __name__ == '__main__':
    main()
