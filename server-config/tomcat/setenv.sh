#!/bin/sh
# Copy to Tomcat's bin/setenv.sh. docs/configuration.md lists every setting; these are the ones to decide.

# Where Redis is: redis://[user:password@]host:port/db, rediss:// for TLS. A file keeps the password out of the process list.
export REDIS_URL_FILE=/etc/vedfolnir/redis-url

# What seals the sessions: kid:key, the key from 'openssl rand -base64 32'. The first seals, all open; every node has the same file.
export SESSION_ENCRYPTION_KEYS_FILE=/etc/vedfolnir/session-keys

# "catalina.sh stop" ends the process by a signal, since server.xml has no port for it. It logs a SEVERE line about that port first.
CATALINA_PID="$CATALINA_BASE/work/tomcat.pid"

# For the WAR: where accounts and the audit trail are kept.
#export DATABASE_URL=jdbc:postgresql://localhost/vedfolnir
#export DATABASE_USER=vedfolnir
#export DATABASE_PASSWORD_FILE=/etc/vedfolnir/database-password
#export SESSION_COOKIE_SECURE=true

# For logging.properties of this folder: Tomcat's log as JSON lines.
#CLASSPATH=$CATALINA_BASE/bin/vedfolnir-session-log.jar
