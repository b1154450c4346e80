/**
 * What is asked of the database: fixed texts, for psql's standard input.
 *
 * The first question touches no row and no lock of the table, so that it is
 * answered whatever goes on there. The second reads the oldest events only,
 * and takes the same time with ten of them as with millions; where there are
 * fewer than that, it has counted all of them. The third really counts, which
 * takes longer the more there are, and is asked the more seldom for it.
 */

/** How many of the oldest events are read each time. */
export const frontRows = 1000;

/** Beside the SQL: what this session calls itself, so that nobody takes it for a consumer. */
export const applicationName = "cockpit-uyuni";

/** Longest that a question, or waiting for a lock, may take in the database: milliseconds. */
export const limits = { base: 2000, front: 500, counts: 2500, recount: 15_000, busiest: 5000, lock: 200 };

/**
 * A session's last statement stays in pg_stat_activity while it is idle, so a
 * consumer shows either LISTEN or its watchdog's query. The watchdog's words
 * are put together here, or this question would find itself.
 */
export const baseSql = `WITH salt AS MATERIALIZED (SELECT to_regclass('susesaltevent') AS oid)
SELECT json_build_object(
  'at', floor(extract(epoch FROM clock_timestamp()) * 1000),
  'table', oid IS NOT NULL,
  'sequence', CASE WHEN oid IS NOT NULL THEN
      pg_sequence_last_value(pg_get_serial_sequence('susesaltevent', 'id')::regclass) END,
  'inserted', pg_stat_get_tuples_inserted(oid),
  'deleted', pg_stat_get_tuples_deleted(oid),
  'live', pg_stat_get_live_tuples(oid),
  'listeners', listeners,
  'transactions', transactions,
  'ms', extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000)
FROM salt,
LATERAL (SELECT coalesce(json_agg(json_build_object(
    'pid', pid, 'address', coalesce(host(client_addr), ''),
    'age', extract(epoch FROM clock_timestamp() - backend_start)) ORDER BY pid), '[]') AS listeners
  FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND application_name <> '${applicationName}'
    AND (query ILIKE 'LISTEN%susesaltevent%' OR query LIKE '%salt-event-' || 'connection-watchdog%')) l,
LATERAL (SELECT coalesce(json_agg(json_build_object(
    'pid', pid, 'address', address, 'application', application_name, 'state', state,
    'age', age, 'writes', writes, 'blockedBy', blocked) ORDER BY age DESC NULLS LAST), '[]') AS transactions
  FROM (SELECT a.pid, coalesce(host(a.client_addr), '') AS address, a.application_name, a.state,
      extract(epoch FROM clock_timestamp() - a.xact_start) AS age,
      bool_or(k.mode <> 'AccessShareLock' AND k.granted) AS writes,
      CASE WHEN a.wait_event_type = 'Lock' THEN to_json(pg_blocking_pids(a.pid)) END AS blocked
    FROM pg_locks k JOIN pg_stat_activity a ON a.pid = k.pid
    WHERE k.relation = oid AND a.pid <> pg_backend_pid() AND a.datname = current_database()
      AND a.application_name <> '${applicationName}'
    GROUP BY a.pid, a.client_addr, a.application_name, a.state, a.xact_start, a.wait_event_type
    ORDER BY a.xact_start LIMIT 10) held) t;`;

/**
 * The limits of a session, and what it forgoes. Settings that an older
 * PostgreSQL does not know are left alone. The first question is prepared,
 * since planning it takes several times as long as answering it; the others
 * are planned anew, for a table that grows and shrinks.
 *
 * Statistics from when the table was nearly empty are the rule here, and with
 * them the planner would read and sort all of its rows to find the oldest, and
 * sort them to count them; the index and a hash are right whatever their number.
 */
export const sessionSql = `\\pset pager off
\\pset format unaligned
\\pset tuples_only on
\\set QUIET on
\\set ON_ERROR_STOP off
SET default_transaction_read_only = on;
SET application_name = '${applicationName}';
SET max_parallel_workers_per_gather = 0;
SET jit = off;
SET enable_sort = off;
SET lock_timeout = ${limits.lock};
SELECT set_config(name, '60s', false) FROM pg_settings WHERE name = 'idle_session_timeout' \\g /dev/null
PREPARE base AS ${baseSql}
`;

export const frontSql = `SELECT json_build_object(
  'queues', queues, 'ms', extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000)
FROM (SELECT coalesce(json_agg(json_build_object(
    'queue', queue, 'count', count, 'first', first, 'last', last, 'minion', minion_id) ORDER BY queue), '[]') AS queues
  FROM (SELECT DISTINCT ON (queue) queue, minion_id,
      count(*) OVER each AS count, min(id) OVER each AS first, max(id) OVER each AS last
    FROM (SELECT queue, id, minion_id FROM susesaltevent ORDER BY id LIMIT ${frontRows}) oldest
    WINDOW each AS (PARTITION BY queue)
    ORDER BY queue, id) front) answer;`;

export const countsSql = `SELECT json_build_object(
  'queues', queues, 'ms', extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000)
FROM (SELECT coalesce(json_agg(json_build_object(
    'queue', queue, 'count', count, 'first', first, 'last', last) ORDER BY queue), '[]') AS queues
  FROM (SELECT queue, count(*) AS count, min(id) AS first, max(id) AS last
    FROM susesaltevent GROUP BY queue) every) answer;`;

export const busiestSql = `SELECT coalesce(json_agg(json_build_object('minion', minion_id, 'count', count)
    ORDER BY count DESC, minion_id), '[]')
FROM (SELECT minion_id, count(*) AS count FROM susesaltevent
  WHERE minion_id IS NOT NULL GROUP BY minion_id ORDER BY count DESC LIMIT 10) busiest;`;

/** A recount is a count that somebody asked for, and may take longer. */
export type Question = "base" | "front" | "counts" | "recount" | "busiest";

const questions: Readonly<Record<Question, string>> = {
    base: "EXECUTE base;",
    front: frontSql,
    counts: countsSql,
    recount: countsSql,
    busiest: busiestSql,
};

/** Longest that the answers to `asked` may take in the database, in milliseconds. */
export function limitOf(asked: readonly Question[]): number {
    return asked.reduce((sum, question) => sum + limits[question], 0);
}

/**
 * Input for psql that asks these questions in their order, each with its own
 * time limit. After each answer comes a line "asked QUESTION SQLSTATE", and
 * "asked end" after the last one: psql's complaints come on another stream,
 * whose lines may be late.
 */
export function askInput(asked: readonly Question[]): string {
    const parts = asked.map(
        (question) =>
            `SET statement_timeout = ${limits[question]};\n${questions[question]}\n` +
            `\\echo asked ${question} :SQLSTATE\n`,
    );
    return `${parts.join("")}\\echo asked end\n`;
}

/** One line of psql's output. */
export type AnswerLine =
    | { readonly kind: "json"; readonly text: string }
    /** `sqlState` is "00000" when all went well. */
    | { readonly kind: "asked"; readonly question: string; readonly sqlState: string }
    | { readonly kind: "other" };

export function answerLine(line: string): AnswerLine {
    const asked = /^asked (\w+)(?: (\w{5}))?$/.exec(line.trim());
    if (asked) return { kind: "asked", question: asked[1] ?? "", sqlState: asked[2] ?? "" };
    return /^[[{]/.test(line) ? { kind: "json", text: line } : { kind: "other" };
}
