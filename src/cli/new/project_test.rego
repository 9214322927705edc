package projects_42_test

test_a_group_of_the_project_may_log_in if {
	data.projects["42"].allow with input as {"groupId": 4} with data.projects["42"].groups as {4}
}

test_another_group_may_not if {
	not data.projects["42"].allow with input as {"groupId": 5} with data.projects["42"].groups as {4}
}

test_who_has_no_group_may_not if not data.projects["42"].allow with input as {}
