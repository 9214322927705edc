# Customer service: one group, and nobody else.
package projects["101"]

default allow := false

allow if input.groupId in data.groups.agents
