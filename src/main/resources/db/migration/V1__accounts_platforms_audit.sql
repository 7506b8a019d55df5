-- Runs on H2 and PostgreSQL. Times are UTC.

-- What one node at a time may do: whoever does it holds the row until its transaction ends.
create table turn (
  name varchar(32) primary key
);
insert into turn (name) values ('audit');
insert into turn (name) values ('first-start');

create sequence account_seq start with 1 increment by 1;
create table account (
  id bigint primary key,
  username varchar(64) not null unique,
  email varchar(120) not null unique,
  password_hash varchar(256) not null,
  role varchar(16) not null,
  active boolean not null,
  created_at timestamp not null
);

create sequence platform_connection_seq start with 1 increment by 1;
create table platform_connection (
  id bigint primary key,
  account_id bigint not null references account (id),
  name varchar(100) not null,
  type varchar(16) not null,
  instance_url varchar(500) not null,
  preferred boolean not null,
  active boolean not null,
  unique (account_id, name)
);

-- One row for each event; feed_id is the event's id in the store's feed, so that an event read twice is written once.
create sequence audit_event_seq start with 50 increment by 50;
create table audit_event (
  id bigint primary key,
  feed_id varchar(64) not null unique,
  happened_at timestamp not null,
  type varchar(32) not null,
  detail varchar(512),
  node varchar(128) not null,
  session_handle varchar(64),
  user_id varchar(128),
  address varchar(64),
  user_agent varchar(512)
);
create index audit_event_session on audit_event (session_handle);
create index audit_event_time on audit_event (happened_at);

-- One row for each session in which somebody signed in.
create table audit_session (
  handle varchar(64) primary key,
  user_id varchar(128),
  opened_at timestamp,
  last_event_at timestamp not null,
  closed_at timestamp,
  end_reason varchar(32),
  address varchar(64),
  user_agent varchar(512)
);
create index audit_session_user on audit_session (user_id, opened_at);
