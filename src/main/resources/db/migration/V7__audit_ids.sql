-- An event has an id of its own from its beginning on. feed_id is its place in the store's feed, which two events may have had at different
-- times. A node of an older version writes events without an event_id: they are known by their place.
alter table audit_event add column event_id varchar(64);
alter table audit_event add column application varchar(255) default '' not null;
alter table audit_event add column event_count bigint default 1 not null;
update audit_event set event_id = feed_id;
create unique index audit_event_id on audit_event (event_id);
-- H2 and PostgreSQL name the constraint differently: see Migrations
${drop_unique_feed_id};
create index audit_event_feed on audit_event (feed_id);
create index audit_event_type on audit_event (type, happened_at);

-- checked_at: when it was last asked whether the session lives; missing_since: from when on it did not; store_era: which content of the store
-- it belongs to, as in audit_state.
alter table audit_session add column checked_at timestamp;
alter table audit_session add column missing_since timestamp;
alter table audit_session add column store_era bigint default 0 not null;
create index audit_session_checked on audit_session (closed_at, checked_at);

-- Row 'store': the name of the store's present content, and how often another content took its place.
create table audit_state (
  name varchar(32) primary key,
  content varchar(64) not null,
  era bigint not null
);
insert into audit_state (name, content, era) values ('store', '', 0);

-- Events that the database refused for what they hold, set aside so that they hold up no other. Their text is printable ASCII.
create table audit_dead_letter (
  event_id varchar(64) primary key,
  feed_id varchar(64) not null,
  happened_at timestamp not null,
  fields varchar(8000) not null,
  error varchar(1000) not null,
  set_aside_at timestamp not null
);
