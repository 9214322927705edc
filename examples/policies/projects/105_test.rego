package projects_105_test

certified := {"cardDataCertificate": "yes"}

test_who_has_the_certificate_may_log_in if {
	data.projects["105"].allow with input as {"groupId": 4, "customData": certified}
	count(data.projects["105"].deny) == 0 with input as {"groupId": 4, "customData": certified}
}

test_supervisors_need_the_certificate_too if {
	data.projects["105"].allow with input as {"groupId": 3, "customData": {}}
	data.projects["105"].deny == {"the card data certificate is missing"} with input as {"groupId": 3, "customData": {}}
}

test_every_reason_is_told if {
	temporary := {"training": "yes", "contract": "temporary"}
	count(data.projects["105"].deny) == 3 with input as {"groupId": 4, "customData": temporary}
}
