#!/usr/bin/env bash
# The hook's secret in the query, where VCC Live's documentation has it.
set -euo pipefail
server=${LOGINGATE_URL:-http://127.0.0.1:8080}

login='{"projectId":1,"userId":2,"groupId":2,"secondaryProjectIds":[2,3,4,5]}'
curl -sS -w '\n' "$server/vcc/secret?secret-key=an%20example,%20known%20to%20everybody" --data-binary "$login"
