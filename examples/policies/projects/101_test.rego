package projects_101_test

test_an_agent_may_log_in if data.projects["101"].allow with input as {"groupId": 4}

test_another_group_may_not if not data.projects["101"].allow with input as {"groupId": 5}

test_who_has_no_group_may_not if not data.projects["101"].allow with input as {}
