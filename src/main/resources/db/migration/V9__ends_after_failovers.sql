-- A failover of the store may bring back sessions that had ended. compared_at: when a row that is closed was last taken to be compared with the
-- store after one. noticed_at and taken_at are by the database's clock, and so is that.
alter table audit_session add column compared_at timestamp;

-- Failovers of the last day, and which node compares at the moment.
create table audit_failover (
  name varchar(64) primary key,
  noticed_at timestamp not null,
  node varchar(128) not null,
  taken_at timestamp not null
);
