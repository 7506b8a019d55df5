-- One-time links: to make the first account, or to choose a password. Of a link's token only the SHA-256 is kept, in Base64url. A link that
-- was used stays until another takes its place, so that it can be told from one that never was.
create table account_link (
  hash varchar(64) primary key,
  account_id bigint references account (id),
  purpose varchar(16) not null,
  expires_at timestamp not null,
  used_at timestamp
);
create index account_link_account on account_link (account_id);
-- who changes accounts has this turn, so that one administrator is always left
insert into turn (name) values ('accounts');
