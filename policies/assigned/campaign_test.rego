package policies_campaign_test

trainee(projects) := {"groupId": 4, "userId": 7, "projectIds": projects, "customData": {"trainee": "yes"}}

test_a_trainee_may_log_in_to_one_campaign if {
	data.policies.campaign.allow with input as trainee([100])
	count(data.policies.campaign.deny) == 0 with input as trainee([100])
}

test_administrators_may_take_many if {
	data.policies.campaign.allow with input as {"groupId": 2, "userId": 7, "projectIds": [100, 101], "customData": {}}
	count(data.policies.campaign.deny) == 0 with input as {"userId": 7, "projectIds": [100, 101], "customData": {}}
}

test_a_suspended_agent_is_denied if {
	data.policies.campaign.deny == {"the agent is suspended"} with input as {"userId": 66, "projectIds": [100]}
}

test_a_trainee_may_not_take_two if {
	data.policies.campaign.deny == {"trainees log in to one project only"} with input as trainee([100, 101])
}

test_who_was_a_trainee_may_take_two if {
	former := {"groupId": 4, "userId": 7, "projectIds": [100, 101], "customData": {"trainee": "ended"}}
	count(data.policies.campaign.deny) == 0 with input as former
}
