-- The session that went on when the epoch was last raised: the one in which the password was changed. By its public reference.
alter table account add column kept_session varchar(64);
