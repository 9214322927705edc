package projects_4_test

saturday_evening := time.parse_rfc3339_ns("2026-11-21T18:30:00+01:00")

test_agents_may_log_in_on_saturday_evening if {
	data.projects["4"].allow with input as {"groupId": 4, "userId": 7} with time.now_ns as saturday_evening
}

test_agents_may_not_on_sunday if {
	sunday_evening := time.parse_rfc3339_ns("2026-11-22T18:30:00+01:00")
	not data.projects["4"].allow with input as {"groupId": 4, "userId": 7} with time.now_ns as sunday_evening
}

test_administrators_need_no_shift if data.projects["4"].allow with input as {"groupId": 2, "userId": 7}

test_supervisors_need_no_shift if data.projects["4"].allow with input as {"groupId": 3, "userId": 7}

test_a_suspended_agent_is_denied if {
	data.projects["4"].deny == {"the agent is suspended"} with input as {"groupId": 3, "userId": 66}
}
