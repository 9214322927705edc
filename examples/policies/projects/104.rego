# Collections: agents who are not on the suspension list in data.yaml.
package projects["104"]

default allow := false

allow if input.groupId in data.groups.agents

deny contains "the agent is suspended" if input.userId in data.suspended

# A login may name its agent by user name alone. The list could not find that agent, so it must not pass.
deny contains "the suspension list needs the agent's user id, and none was sent" if not input.userId
