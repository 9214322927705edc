#!/usr/bin/env bash
# The hook's secret as the password of HTTP Basic; the user name does not matter.
set -euo pipefail
server=${LOGINGATE_URL:-http://127.0.0.1:8080}

login='{"projectId":1,"userId":2,"groupId":2,"secondaryProjectIds":[2,3,4,5]}'
curl -sS -w '\n' -u 'vcc:an example, known to everybody' "$server/vcc/secret" --data-binary "$login"
