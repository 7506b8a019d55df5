-- Once, by PostgreSQL's superuser, who must be able to read the file with the password:
--   psql -v ON_ERROR_STOP=1 -f database.sql
\set password `cat /etc/vedfolnir-postgresql/database-password`
set password_encryption = 'scram-sha-256';
-- 8 connections a node, and one more while it migrates: this is for six nodes
create role vedfolnir login password :'password' connection limit 54;
-- a transaction of a node that was cut off ends, with its locks
alter role vedfolnir set idle_in_transaction_session_timeout = '60s';
create database vedfolnir owner vedfolnir encoding 'UTF8' template template0;
-- only that role may connect to it
revoke all on database vedfolnir from public;
\connect vedfolnir
-- the application creates its tables; nobody else creates any
revoke all on schema public from public;
grant usage, create on schema public to vedfolnir;
