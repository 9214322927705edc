# The Spanish line: agents who speak Spanish, and supervisors.
package projects["1"]

import data.lib.groups

default allow := false

allow if groups.member("supervisors")

allow if {
	groups.member("agents")
	input.customData.language == "es"
}

# `deny` wins over `allow`; what it contains are the reasons, which the log and `decide --explain` tell.
deny contains "the agent is in training" if input.customData.training == "yes"
