package projects_default_test

test_the_reason_names_the_project_and_what_to_do if {
	reasons := data.projects["default"].deny with input as {"projectId": 77}
	reasons == {"no policy for project 77: `logingate new project 77` adds one"}
}

test_nobody_may_log_in if not data.projects["default"].allow with input as {"projectId": 77, "groupId": 3}
