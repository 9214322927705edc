# Chat: agents and supervisors, in no more than three projects at once.
package projects["110"]

import data.lib.groups
import data.lib.guard

default allow := false

allow if groups.member("agents")

allow if groups.member("supervisors")

most := 3

deny contains sprintf("%d projects at once are too many: %d is the most", [count(input.projectIds), most]) if {
	count(input.projectIds) > most
}

deny contains reason if some reason in guard.deny
