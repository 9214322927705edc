#!/usr/bin/env bash
# A query that repeats the list's name.
set -euo pipefail
server=${LOGINGATE_URL:-http://127.0.0.1:8080}

query='projectId=1&userId=2&groupId=2'
query+='&secondaryProjectIds=2&secondaryProjectIds=3&secondaryProjectIds=4&secondaryProjectIds=5'
curl -sS -w '\n' "$server/vcc/project-login?$query"
