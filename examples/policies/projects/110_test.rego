package projects_110_test

login(projects) := {"groupId": 4, "userId": 7, "projectIds": projects}

test_three_at_once_are_fine if {
	data.projects["110"].allow with input as login([110, 1, 2])
	count(data.projects["110"].deny) == 0 with input as login([110, 1, 2])
}

test_four_are_too_many if {
	data.projects["110"].deny == {"4 projects at once are too many: 3 is the most"} with input as login([110, 1, 2, 3])
}

test_supervisors_may_log_in if {
	data.projects["110"].allow with input as {"groupId": 3, "userId": 2, "projectIds": [110]}
}
