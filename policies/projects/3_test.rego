package projects_3_test

certified := {"groupId": 4, "customData": {"cardDataCertificate": "yes"}}

uncertified := {"groupId": 4, "customData": {}}

test_a_certified_agent_may_log_in if {
	data.projects["3"].allow with input as certified
	count(data.projects["3"].deny) == 0 with input as certified
}

test_a_certificate_alone_is_not_enough if {
	not data.projects["3"].allow with input as {"groupId": 9, "customData": {"cardDataCertificate": "yes"}}
}

test_everybody_else_is_told_why if {
	some reason in data.projects["3"].deny with input as uncertified
	contains(reason, "certificate")
}

test_a_certified_administrator_may_log_in if {
	data.projects["3"].allow with input as {"groupId": 2, "customData": {"cardDataCertificate": "yes"}}
}
