package projects["PROJECT"]

default allow := false

allow if {
	input.groupId in data.campaigns["PROJECT"].groups
	not input.userId in data.suspended # by agent
}
