#!/usr/bin/env bash
# Runs a command with RELEASE_CORE_TEST_POSTGRES naming a PgBouncer (Debian's package) in front of a PostgreSQL server,
# both of its own and on this machine only: it pools by transaction, so each statement may meet another connection than the one
# before. Five connections serve all, so that they are handed round. Both end with the command.
#
#     tests/pgbouncer.sh cargo test -p release-core --features postgres,testing --test storage_conformance postgres
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin

folder=$(mktemp -d)
chmod 755 "$folder"
mkfifo "$folder/commands"
tests/postgres-server.sh < "$folder/commands" > "$folder/urls" &
server=$!
pooler=
exec 9> "$folder/commands"
trap '[ -z "$pooler" ] || { kill "$pooler" 2>/dev/null || true; wait "$pooler" || true; }; exec 9>&-; wait "$server" || true; rm -rf "$folder"' EXIT
until [ "$(wc -l < "$folder/urls")" -ge 2 ]; do kill -0 "$server" && sleep 0.1; done
port=$(sed -n '1s|.*:\([0-9]*\)/.*|\1|p' "$folder/urls")

cat > "$folder/pgbouncer.ini" <<EOF
[databases]
postgres = host=127.0.0.1 port=$port dbname=postgres user=postgres

[pgbouncer]
unix_socket_dir = $folder
listen_port = 6432
auth_type = any
pool_mode = transaction
default_pool_size = 5
max_client_conn = 500
server_reset_query_always = 1
EOF
as=()
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as=(runuser -u postgres --)
fi
"${as[@]}" pgbouncer --quiet "$folder/pgbouncer.ini" > "$folder/log" 2>&1 9>&- < "$folder/pgbouncer.ini" &
pooler=$!
until [ -S "$folder/.s.PGSQL.6432" ]; do
    kill -0 "$pooler" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.1
done
RELEASE_CORE_TEST_POSTGRES="postgres://postgres@/postgres?host=$folder&port=6432" "$@"
