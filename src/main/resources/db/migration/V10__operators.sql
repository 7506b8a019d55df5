-- Who did it from the container's console (Tomcat Manager); null for what no operator did.
alter table audit_event add column operator varchar(128);
