# Billing: agents with the skill `billing` in their custom field `skills`, as in "billing, retention".
package projects["103"]

default allow := false

allow if {
	input.groupId in data.groups.agents
	"billing" in skills
}

skills := {trim_space(skill) | some skill in split(input.customData.skills, ",")}
