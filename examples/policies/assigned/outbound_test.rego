package policies_outbound_test

consent := {"outboundConsent": "yes"}

test_agents_with_consent_may_log_in if {
	campaign := {"projectId": 170, "groupId": 4, "customData": consent}
	data.policies.outbound.allow with input as campaign
	count(data.policies.outbound.deny) == 0 with input as campaign
}

test_the_reason_names_the_project if {
	some reason in data.policies.outbound.deny with input as {"projectId": 179, "groupId": 4, "customData": {}}
	startswith(reason, "project 179 ")
}

test_consent_alone_is_not_enough if {
	not data.policies.outbound.allow with input as {"projectId": 107, "groupId": 5, "customData": consent}
}
