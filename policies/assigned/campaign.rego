# Outbound campaigns: data.yaml assigns ranges of projects to this policy.
package policies.campaign

import data.lib.groups
import data.lib.suspension

default allow := false

allow if groups.member("agents")

allow if groups.member("administrators")

deny contains "the agent is suspended" if suspension.suspended

# A trainee works in one project at a time.
deny contains "trainees log in to one project only" if {
	input.customData.trainee == "yes"
	count(input.projectIds) > 1
}
