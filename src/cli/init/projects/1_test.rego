package projects_1_test

agent(custom_data) := {"groupId": 4, "customData": custom_data}

test_who_speaks_spanish_may_log_in if {
	data.projects["1"].allow with input as agent({"language": "es"})
}

test_who_does_not_may_not if {
	not data.projects["1"].allow with input as agent({"language": "hu"})
}

test_supervisors_may_whatever_they_speak if {
	data.projects["1"].allow with input as {"groupId": 3, "customData": {}}
}

test_who_is_in_training_is_told_so if {
	reasons := data.projects["1"].deny with input as agent({"language": "es", "training": "yes"})
	reasons == {"the agent is in training"}
}
