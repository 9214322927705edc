#!/usr/bin/env bash
# A query as PHP's http_build_query writes it.
set -euo pipefail
server=${LOGINGATE_URL:-http://127.0.0.1:8080}

query='projectId=1&userId=2&username=kov%C3%A1cs+j%C3%A1nos&groupId=2&customData%5Bregion%5D=EU+%26+UK'
query+='&secondaryProjectIds%5B0%5D=2&secondaryProjectIds%5B1%5D=3&secondaryProjectIds%5B2%5D=4&secondaryProjectIds%5B3%5D=5'
curl -sS -w '\n' "$server/vcc/project-login?$query"
