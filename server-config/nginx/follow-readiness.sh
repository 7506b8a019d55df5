#!/bin/sh
# Asks each Tomcat of nodes.conf every other second whether it is ready, and marks those that are not as down: nginx sends them no new requests, and
# finishes those that are on their way. If none is ready, all stay, since one of them may serve what needs no session.
#
#   follow-readiness.sh [nodes.conf]
#
# NGINX_COMMAND is the command for nginx, READY the address that answers 200 if a Tomcat is ready, and INTERVAL the seconds between two rounds.
set -eu

nodes=${1:-/etc/nginx/conf.d/nodes.conf}
nginx=${NGINX_COMMAND:-nginx}
ready=${READY:-/health/ready}
interval=${INTERVAL:-2}

servers() {
    sed -n 's/^[[:space:]]*server[[:space:]][[:space:]]*\([^[:space:];]*\).*;.*/\1/p' "$nodes"
}

# Prints nodes.conf with "down" on the lines of the given servers, and on no others.
marked() {
    sed 's/^\([[:space:]]*server[[:space:]][^;]*\) down;/\1;/' "$nodes" | awk -v away=" $* " '
        $1 == "server" { name = $2; sub(/;$/, "", name); if (index(away, " " name " ")) { sub(/;/, " down;") } }
        { print }'
}

none=
while :; do
    away= count=0 all=0
    for server in $(servers); do
        all=$((all + 1))
        if ! curl --silent --fail --max-time 2 --output /dev/null "http://$server$ready"; then
            away="$away $server" count=$((count + 1))
        fi
    done
    if [ "$all" -eq 0 ]; then
        echo "$nodes has no line that begins with \"server\"." >&2
        exit 1
    fi
    if [ "$count" -eq "$all" ]; then
        away=
        [ "$none" ] || echo "No Tomcat is ready, or none answers $ready to this machine (allow of OperationsValve): all stay."
        none=yes
    else
        none=
    fi
    # shellcheck disable=SC2086 # one word for each server
    marked $away > "$nodes.new"
    if cmp -s "$nodes" "$nodes.new"; then
        rm "$nodes.new"
    else
        cp "$nodes" "$nodes.old"
        mv "$nodes.new" "$nodes"
        if $nginx -s reload; then
            echo "Not ready, and down:${away:- none}."
        else
            mv "$nodes.old" "$nodes" # so that the next round tries again
        fi
    fi
    sleep "$interval"
done
