\getenv admin_user POSTGRES_USER
\getenv admin_pass POSTGRES_PASSWORD
\getenv manager_user MANAGER_USER
\getenv manager_pass MANAGER_PASS
\getenv report_user REPORT_DB_USER
\getenv report_pass REPORT_DB_PASS

SELECT format('CREATE ROLE %I SUPERUSER LOGIN', :'admin_user')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'admin_user') \gexec
ALTER ROLE :"admin_user" PASSWORD :'admin_pass';
CREATE ROLE :"manager_user" LOGIN PASSWORD :'manager_pass';
CREATE ROLE :"report_user" LOGIN PASSWORD :'report_pass';
CREATE DATABASE susemanager OWNER :"manager_user";
CREATE DATABASE reportdb OWNER :"report_user";

\connect susemanager
SET ROLE :"manager_user";

CREATE TABLE suseSaltEvent (
    id SERIAL PRIMARY KEY,
    minion_id VARCHAR(256),
    data TEXT NOT NULL,
    queue NUMERIC NOT NULL
);
CREATE INDEX suse_salt_event_minion_id_idx ON suseSaltEvent (queue, minion_id NULLS FIRST, id);

-- What the stand-in consumers did, in their order; Uyuni has no such table.
CREATE TABLE standin_processed (
    seq BIGSERIAL PRIMARY KEY,
    event_id BIGINT NOT NULL,
    minion_id TEXT,
    queue NUMERIC NOT NULL,
    consumer TEXT NOT NULL,
    processed_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);
-- Queues the stand-in consumers leave alone; Uyuni has no such table.
CREATE TABLE standin_stalled (queue NUMERIC PRIMARY KEY);
