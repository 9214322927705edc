package projects_103_test

agent(custom_data) := {"groupId": 4, "customData": custom_data}

test_one_skill_of_several_is_enough if {
	data.projects["103"].allow with input as agent({"skills": "retention, billing"})
}

test_part_of_a_word_is_no_skill if {
	not data.projects["103"].allow with input as agent({"skills": "billing-trainee"})
}

test_without_the_field_nobody_may_log_in if {
	not data.projects["103"].allow with input as agent({})
}

test_what_is_no_text_is_no_skill if {
	not data.projects["103"].allow with input as agent({"skills": true})
}

test_the_skill_without_the_group_is_not_enough if {
	not data.projects["103"].allow with input as {"groupId": 5, "customData": {"skills": "billing"}}
}
