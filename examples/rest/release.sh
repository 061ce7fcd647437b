#!/usr/bin/env bash
# Cuts a candidate, deploys it, and says that it went well, by curl. RELEASES_URL and RELEASES_TOKEN say where and who.
set -euo pipefail
project=$1 environment=production version=1.4.0-rc1

call() {
    curl --silent --show-error --fail-with-body --request "$1" "$RELEASES_URL$2" \
        --header "Authorization: Bearer $RELEASES_TOKEN" --header 'Content-Type: application/json' --data "$3"
    echo
}

call POST "/api/releases/$project/releases/$version" \
    '{"repo": "acme/web", "commit": "9fceb02d0ae598e95dc970b74767f19372d61af8", "trigger_build_workflow": true}'
call POST "/api/releases/$project/environments/$environment/deployments" '{"release_candidate_version": "'$version'"}'
call PATCH "/api/releases/$project/environments/$environment/deployments" \
    '{"release_candidate_version": "'$version'", "status": "success"}'
