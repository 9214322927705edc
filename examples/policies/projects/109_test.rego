package projects_109_test

last_second := time.parse_rfc3339_ns("2027-01-31T23:59:59+01:00")

midnight := time.parse_rfc3339_ns("2027-02-01T00:00:00+01:00")

test_the_help_may_log_in_until_the_last_second_of_january if {
	data.projects["109"].allow with input as {"groupId": 9, "userId": 7} with time.now_ns as last_second
}

test_the_help_may_not_from_february_on if {
	not data.projects["109"].allow with input as {"groupId": 9, "userId": 7} with time.now_ns as midnight
}

test_agents_still_may if {
	data.projects["109"].allow with input as {"groupId": 4, "userId": 7} with time.now_ns as midnight
}
