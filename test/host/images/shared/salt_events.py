"""Salt events in Uyuni's database: the queue table, and a consumer of it.

Used by the stand-in of the server (as its Tomcat) and by the stand-in of the event processor.

The consumer behaves to the outside as Uyuni's does: one connection LISTENs on the channel and is kept
alive by a watchdog query on that same connection; other connections delete rows in id order.
Instead of acting on an event it writes a row into standin_processed, in the transaction that deletes it.
"""

import logging
import os
import select
import socket
import threading
import time

import psycopg2

QUEUES = 8                  # queues 1..8 belong to minions, queue 0 to events without a minion
EVENTS_PER_COMMIT = 100
WATCHDOG_SECONDS = 5
RETRY_SECONDS = 1

# An array, since a plan for IN may look for the oldest events once for each row of the table.
POP = """
WITH popped AS (
    DELETE FROM suseSaltEvent WHERE id = ANY(ARRAY(
        SELECT id FROM suseSaltEvent WHERE queue = %(queue)s
           AND NOT EXISTS (SELECT FROM standin_stalled s WHERE s.queue = %(queue)s)
         ORDER BY id FOR UPDATE SKIP LOCKED LIMIT %(limit)s))
    RETURNING id, minion_id, queue)
INSERT INTO standin_processed (event_id, minion_id, queue, consumer)
SELECT id, minion_id, queue, %(consumer)s FROM popped ORDER BY id
"""


def connect(settings):
    """settings: db_host, db_port, db_name, db_user, db_password."""
    return psycopg2.connect(
        host=settings['db_host'], port=settings['db_port'], dbname=settings['db_name'],
        user=settings['db_user'], password=settings['db_password'],
        application_name='PostgreSQL JDBC Driver', connect_timeout=3,
        keepalives_idle=5, keepalives_interval=2, keepalives_count=2, tcp_user_timeout=8000)


class Consumer:
    """Consumes until close(); survives the loss of the database."""

    def __init__(self, settings, log):
        self._settings = settings
        self._log = log
        self._name = socket.gethostname()
        self._closed = threading.Event()
        self._watched = 0.0
        self._wake_reader, self._wake_writer = os.pipe()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self):
        self._closed.set()
        os.write(self._wake_writer, b'x')
        self._thread.join(timeout=0.8)

    def _run(self):
        while not self._closed.is_set():
            try:
                self._listen()
            except psycopg2.Error as error:
                self._log.error('Postgres notification connection was lost: %s', str(error).strip())
                self._closed.wait(RETRY_SECONDS)

    def _listen(self):
        listening = connect(self._settings)
        working = connect(self._settings)
        try:
            listening.autocommit = True
            with working, working.cursor() as cursor:
                cursor.execute('UPDATE suseSaltEvent SET queue = %s WHERE queue > %s', (QUEUES, QUEUES))
            with listening.cursor() as cursor:
                cursor.execute('LISTEN suseSaltEvent')
                self._watched = time.monotonic()
                self._log.info('Successfully connected to the Salt event bus')
                while not self._closed.is_set():
                    self._drain(working)
                    ready, _, _ = select.select([listening, self._wake_reader], [], [], WATCHDOG_SECONDS)
                    if listening in ready:
                        listening.poll()
                        listening.notifies.clear()
                    self._watch(cursor)
        finally:
            listening.close()
            working.close()

    def _watch(self, cursor):
        """Asks the listening connection for a sign of life every WATCHDOG_SECONDS."""
        now = time.monotonic()
        if now - self._watched >= WATCHDOG_SECONDS:
            self._watched = now
            cursor.execute("/* salt-event-connection-watchdog */ SELECT 'salt-event-connection-watchdog'")

    def _drain(self, working):
        """Empties all queues that are not stalled."""
        busy = True
        while busy and not self._closed.is_set():
            busy = False
            for queue in range(QUEUES + 1):
                with working, working.cursor() as cursor:
                    cursor.execute(POP, {'queue': queue, 'limit': EVENTS_PER_COMMIT, 'consumer': self._name})
                    if cursor.rowcount > 0:
                        busy = True
                        self._log.debug('queue %d: %d events', queue, cursor.rowcount)


def java_like_log(name):
    """A logger whose lines look like those of Uyuni's Java services."""
    logging.basicConfig(level=logging.INFO, format='%(asctime)s [%(threadName)s] %(levelname)-5s %(name)s - %(message)s')
    return logging.getLogger(name)
