-- The name and the address as FoldedName (org.vedfolnir.account) folds them, which no database does: look-ups compare these. The application fills
-- them in when it starts. Null: not yet, or another account has that folded name already; such rows are compared by the application.
alter table account add column username_folded varchar(480);
alter table account add column email_folded varchar(480);
create unique index account_username_folded on account (username_folded);
create unique index account_email_folded on account (email_folded);
