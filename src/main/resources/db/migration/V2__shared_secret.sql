-- Random secrets that the nodes of an installation share, made by the first node that asks. Base64.
create table shared_secret (
  name varchar(32) primary key,
  content varchar(64) not null
);
insert into turn (name) values ('shared-secret');
