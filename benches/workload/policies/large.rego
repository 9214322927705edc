package projects["PROJECT"]

import data.lib.checks

default allow := false

default most_risk := 50

campaign := data.campaigns["PROJECT"]

custom := input.customData

now := time.now_ns()

most_risk := campaign.risk

languages := {language | some language in split(custom.languages, " ")}

spoken := {language |
	some language in languages
	language in campaign.languages
}

inherited_groups contains group if {
	some group in data.hierarchy[sprintf("%d", [input.groupId])]
}

all_groups := {input.groupId} | inherited_groups

roles contains role if {
	some group in all_groups
	some role in campaign.roles[sprintf("%d", [group])]
}

roles contains "owner" if custom.badge in campaign.owners

permissions contains permission if {
	some role in roles
	some permission in data.permissions[role]
}

deny contains "the agent is suspended" if input.userId in data.suspended # by agent

deny contains "the agent's group is closed" if input.groupId in data.closed_groups

deny contains "the country is not served" if not checks.country_served(custom, campaign.countries)

deny contains "the device is not trusted" if {
	campaign.needs_trusted_device
	not custom.device == "trusted"
}

deny contains "a second factor is missing" if {
	campaign.needs_second_factor
	not custom.method in {"totp", "webauthn"}
}

deny contains "the risk is too high" if checks.risk(custom) > most_risk

deny contains "the network is not known" if not known_network

known_network if {
	some network in campaign.networks
	net.cidr_contains(network, input.source.ip)
}

working_hours if {
	checks.within_hours(now, campaign.hours.from, campaign.hours.to)
	checks.weekday_number(now) <= campaign.hours.last_day
}

may_work_now if working_hours

may_work_now if "on call" in roles

may_work_now if checks.is_supervisor(input.groupId)

address_of_ours if {
	parts := split(custom.mail, "@")
	count(parts) == 2
	some domain in campaign.domains
	endswith(lower(parts[1]), lower(domain))
}

allow if {
	"login" in permissions
	count(deny) == 0
	count(spoken) > 0
	may_work_now
	address_of_ours
	every name in campaign.needed {
		custom[name] != ""
	}
}
