package projects_106_test

monday_evening := time.parse_rfc3339_ns("2026-11-23T20:00:00+01:00")

sunday_evening := time.parse_rfc3339_ns("2026-11-22T20:00:00+01:00")

test_agents_may_log_in_in_the_evening if {
	data.projects["106"].allow with input as {"groupId": 4} with time.now_ns as monday_evening
}

test_agents_may_not_on_a_sunday if {
	not data.projects["106"].allow with input as {"groupId": 4} with time.now_ns as sunday_evening
}

test_supervisors_may_on_a_sunday if {
	data.projects["106"].allow with input as {"groupId": 3} with time.now_ns as sunday_evening
}
