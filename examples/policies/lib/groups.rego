# Groups by name: the numbers stand in data.yaml.
package lib.groups

# The agent belongs to the group called `name`.
member(name) if input.groupId in data.groups[name]
