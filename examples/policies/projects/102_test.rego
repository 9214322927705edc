package projects_102_test

agent_may_log_in_at(instant) if {
	nanoseconds := time.parse_rfc3339_ns(instant)
	data.projects["102"].allow with input as {"groupId": 4} with time.now_ns as nanoseconds
}

test_agents_may_log_in_from_eight_to_six if {
	agent_may_log_in_at("2026-11-23T08:00:00+01:00")
	agent_may_log_in_at("2026-11-23T17:59:59+01:00")
}

test_agents_may_not_before_and_after if {
	not agent_may_log_in_at("2026-11-23T07:59:59+01:00")
	not agent_may_log_in_at("2026-11-23T18:00:00+01:00")
}

test_summer_time_is_heeded if {
	agent_may_log_in_at("2026-07-01T06:00:00Z")
	not agent_may_log_in_at("2026-07-01T05:59:59Z")
}

test_agents_may_not_on_a_sunday if not agent_may_log_in_at("2026-11-22T10:00:00+01:00")

test_agents_may_not_on_a_holiday if not agent_may_log_in_at("2026-12-25T10:00:00+01:00")

test_supervisors_may_at_night if {
	night := time.parse_rfc3339_ns("2026-11-23T03:00:00+01:00")
	data.projects["102"].allow with input as {"groupId": 3} with time.now_ns as night
}
