# The evening line: its own shift, and nobody who is suspended.
package projects["4"]

import data.lib.groups
import data.lib.hours
import data.lib.suspension

default allow := false

allow if groups.member("administrators")

allow if groups.member("supervisors")

allow if {
	groups.member("agents")
	hours.within("evening")
}

deny contains "the agent is suspended" if suspension.suspended
