package lib.guard_test

locked := {"userId": 13, "groupId": 4, "projectIds": [108]}

test_a_locked_agent_is_kept_out_of_every_guarded_project if {
	every project in {"108", "109", "110"} {
		"security has locked the agent" in data.projects[project].deny with input as locked
	}
}

test_who_cannot_be_looked_up_is_kept_out if {
	count(data.lib.guard.deny) == 1 with input as {"username": "ana"}
}
