-- Sealed with the keys that seal sessions (docs/security.md); never plain text.
alter table platform_connection add column access_token varchar(8192);
