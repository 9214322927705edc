#!/usr/bin/env bash
# The hook's secret as a segment of the path.
set -euo pipefail
server=${LOGINGATE_URL:-http://127.0.0.1:8080}

login='{"projectId":1,"userId":2,"groupId":2,"secondaryProjectIds":[2,3,4,5]}'
curl -sS -w '\n' "$server/vcc/in-path/an-example-known-to-everybody" --data-binary "$login"
