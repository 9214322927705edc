package projects["PROJECT"]

default allow := false

campaign := data.campaigns["PROJECT"]

languages := {language | some language in split(input.customData.languages, " ")}

working_hours if {
	[hour, _, _] := time.clock([time.now_ns(), "Europe/Budapest"])
	hour >= campaign.hours.from
	hour < campaign.hours.to
	not time.weekday(time.now_ns()) in campaign.closed
}

allow if {
	input.groupId in campaign.groups
	some language in campaign.languages
	language in languages
	input.customData.method in campaign.methods
	working_hours
	not input.userId in data.suspended # by agent
}

allow if input.customData.badge in campaign.owners
