-- epoch: sessions that were signed in under an earlier one are over; revision: sessions that hold an earlier one copy the account anew.
alter table account add column locked boolean default false not null;
alter table account add column epoch bigint default 0 not null;
alter table account add column revision bigint default 0 not null;
