package projects_2_test

at(text) := time.parse_rfc3339_ns(text)

agent := {"groupId": 4}

test_agents_may_log_in_at_eight if {
	data.projects["2"].allow with input as agent with time.now_ns as at("2026-11-23T08:00:00+01:00")
}

test_agents_may_not_at_one_minute_to_eight if {
	not data.projects["2"].allow with input as agent with time.now_ns as at("2026-11-23T07:59:00+01:00")
}

test_agents_may_log_in_until_eight_in_the_evening if {
	data.projects["2"].allow with input as agent with time.now_ns as at("2026-11-23T19:59:59+01:00")
	not data.projects["2"].allow with input as agent with time.now_ns as at("2026-11-23T20:00:00+01:00")
}

test_summer_time_is_heeded if {
	data.projects["2"].allow with input as agent with time.now_ns as at("2026-07-01T06:00:00Z")
	not data.projects["2"].allow with input as agent with time.now_ns as at("2026-07-01T05:59:59Z")
}

test_agents_may_not_at_the_weekend if {
	not data.projects["2"].allow with input as agent with time.now_ns as at("2026-11-22T10:00:00+01:00")
}

test_agents_may_not_on_a_holiday if {
	not data.projects["2"].allow with input as agent with time.now_ns as at("2026-12-25T10:00:00+01:00")
}

test_administrators_may_at_night if {
	data.projects["2"].allow with input as {"groupId": 2} with time.now_ns as at("2026-11-23T03:00:00+01:00")
}

test_other_groups_may_not_even_by_day if {
	not data.projects["2"].allow with input as {"groupId": 9} with time.now_ns as at("2026-11-23T10:00:00+01:00")
}
