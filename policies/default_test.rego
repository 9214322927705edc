package projects_default_test

test_the_reason_names_the_project if {
	data.projects["default"].deny == {"project 77 has no policy yet: add projects/77.rego"} with input as {"projectId": 77}
}

test_nobody_may_log_in if data.projects["default"].allow == false
