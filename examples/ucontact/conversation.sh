#!/usr/bin/env bash
# One agent's day at uContact's API: login, log-off, end of the session. Prints what is answered.
set -euo pipefail
server=${LOGINGATE_URL:-http://127.0.0.1:8080}
resources=$server/Integra/resources
agent=${AGENT:-Vcisneros}
password=${PASSWORD:-correct-horse}

# A form field that is not among the arguments, which others on the machine can read.
secret() { printf '%s' "$2" | curl -sS "$resources/$1" "${@:4}" --data-urlencode "$3@-"; }

login=$(secret auth/AgentLogin "$password" password --data-urlencode "agent=$agent")
echo "AgentLogin: $login"
[[ $login == '{'* ]] || exit 1
token=$(sed 's/.*"token":"\([^"]*\)".*/\1/' <<<"$login")

# The token is base64 already and not encoded again.
with_token() { curl -sS "$resources/$1" --header @<(echo "Authorization: Basic $token") "${@:2}"; }

echo "AgentLogoff: $(with_token api/AgentLogoff --data-urlencode "agent=$agent" --data-urlencode 'message=See you')"
echo "EndSession: $(with_token auth/EndSession --data-urlencode "user=$agent")"
echo "EndSession: $(with_token auth/EndSession --data-urlencode "user=$agent")"
