#!/usr/bin/env bash
# A query with a list parted by commas.
set -euo pipefail
server=${LOGINGATE_URL:-http://127.0.0.1:8080}

curl -sS -w '\n' "$server/vcc/project-login?projectId=1&userId=2&groupId=2&secondaryProjectIds=2,3,4,5"
