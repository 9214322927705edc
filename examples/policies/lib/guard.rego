# What no project may overlook. It holds only where a policy imports it:
#
#     import data.lib.guard
#
#     deny contains reason if some reason in guard.deny
package lib.guard

deny contains "security has locked the agent" if input.userId in data.locked

deny contains "the lock list needs the agent's user id, and none was sent" if not input.userId

deny contains sprintf("the contact centre is closed: %s", [data.closure.reason]) if data.closure.active
