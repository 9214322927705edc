package projects_108_test

agent := {"groupId": 4, "userId": 7}

test_agents_may_log_in if {
	data.projects["108"].allow with input as agent
	count(data.projects["108"].deny) == 0 with input as agent
}

test_supervisors_may_log_in if data.projects["108"].allow with input as {"groupId": 3, "userId": 2}

test_while_the_centre_is_closed_nobody_may if {
	fire_drill := {"active": true, "reason": "fire drill"}
	reasons := data.projects["108"].deny with input as agent with data.closure as fire_drill
	reasons == {"the contact centre is closed: fire drill"}
}
