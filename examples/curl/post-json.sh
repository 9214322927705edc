#!/usr/bin/env bash
# VCC Live's sample request: a JSON body. Its Content-Type does not matter.
set -euo pipefail
server=${LOGINGATE_URL:-http://127.0.0.1:8080}

curl -sS -w '\n' "$server/vcc/project-login" -H 'Content-Type: application/json' --data-binary @- <<'JSON'
{"projectId":1,"userId":2,"username":"x","groupId":2,"customData":[],"secondaryProjectIds":[2,3,4,5]}
JSON
