package projects_104_test

test_who_is_not_on_the_list_may_log_in if {
	data.projects["104"].allow with input as {"groupId": 4, "userId": 7}
	count(data.projects["104"].deny) == 0 with input as {"groupId": 4, "userId": 7}
}

test_who_is_on_the_list_may_not if {
	data.projects["104"].deny == {"the agent is suspended"} with input as {"groupId": 4, "userId": 66}
}

test_who_is_taken_off_the_list_may_again if {
	count(data.projects["104"].deny) == 0 with input as {"groupId": 4, "userId": 66} with data.suspended as [71]
}

test_who_cannot_be_looked_up_may_not if {
	count(data.projects["104"].deny) == 1 with input as {"groupId": 4, "username": "ana"}
}
