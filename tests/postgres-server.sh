#!/usr/bin/env bash
# Starts a PostgreSQL server of its own for tests, as an unprivileged user on a fresh data directory, and prints a URL
# for it by TCP and one by its socket, each on a line. It takes commands on its standard input and answers each with a
# line: `crash` stops it as a power cut would, `stop` and `start` are what they say, and `replica` starts a standby that
# follows it, by the same port of a socket in the folder `standby` beside its own. It ends, with all that it made, when its
# standard input does. `tests/postgres-server.sh durable` starts one that syncs like a server in earnest.
set -euo pipefail

folder=$(mktemp -d /tmp/release-postgres.XXXXXX)
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")
as=()
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as=(runuser -u postgres --)
fi

server() { (cd "$folder" && "${as[@]}" "$bin/pg_ctl" -D "$folder/$1" -w -t 300 -s -l "$folder/$1.log" "${@:2}" </dev/null >/dev/null); }
control() { server data "$@"; }
trap 'server standby stop -m immediate 2>/dev/null || true; control stop -m immediate 2>/dev/null || true; rm -rf "$folder"' EXIT

replica() {
    (cd "$folder" && "${as[@]}" "$bin/pg_basebackup" -h "$folder" -p "$port" -U postgres -D "$folder/standby" -R -X stream -c fast --no-sync)
    server standby -o "-c listen_addresses= -c unix_socket_directories=$folder/standby" start
}

(cd "$folder" && "${as[@]}" "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$folder/initdb.log") \
    || { cat "$folder/initdb.log" >&2; exit 1; }
# Who is called so must say a password; all others on this machine are trusted.
{
    echo 'local all guarded scram-sha-256'
    echo 'host all guarded 127.0.0.1/32 scram-sha-256'
    cat "$folder/data/pg_hba.conf"
} >"$folder/hba"
cat "$folder/hba" >"$folder/data/pg_hba.conf"
{
    echo "unix_socket_directories = '$folder'"
    echo "listen_addresses = '127.0.0.1'"
    echo 'max_connections = 200'
    echo 'log_min_messages = fatal'
    [ "${1:-}" = durable ] || printf 'fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n'
    if command -v openssl >/dev/null; then
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost \
            -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE \
            -keyout "$folder/data/server.key" -out "$folder/data/server.crt" 2>/dev/null
        chmod 600 "$folder/data/server.key"
        [ "$(id -u)" != 0 ] || chown postgres "$folder/data/server.key" "$folder/data/server.crt"
        cp "$folder/data/server.crt" "$folder/server.crt"
        chmod 644 "$folder/server.crt"
        chmod 755 "$folder"
        echo 'ssl = on'
    fi
} >>"$folder/data/postgresql.conf"

# Another one may have the port that was free a moment ago.
for _ in 1 2 3 4 5 6 7 8 9 10; do
    port=$((20000 + RANDOM % 12000))
    if control -o "-p $port" start 2>/dev/null; then
        break
    fi
    port=
done
[ -n "$port" ] || { cat "$folder/data.log" >&2; exit 1; }
echo "port = $port" >>"$folder/data/postgresql.conf"

echo "postgres://postgres@127.0.0.1:$port/postgres"
echo "postgres://postgres@/postgres?host=$folder&port=$port"
while read -r command; do
    case $command in
        crash) control stop -m immediate ;;
        stop) control stop -m fast ;;
        start) control start ;;
        replica) replica ;;
        *) echo "unknown command: $command" >&2 && exit 1 ;;
    esac
    echo "$command: done"
done
