package projects_1_test

test_an_agent_may_log_in if data.projects["1"].allow with input as {"groupId": 4}

test_an_administrator_may_too if data.projects["1"].allow with input as {"groupId": 2}

test_a_group_that_is_not_named_may_not if not data.projects["1"].allow with input as {"groupId": 9}

test_without_a_group_nobody_may if not data.projects["1"].allow with input as {}
