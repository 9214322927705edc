# Back office: agents in working hours, administrators at any time.
package projects["2"]

import data.lib.groups
import data.lib.hours

default allow := false

allow if groups.member("administrators")

allow if {
	groups.member("agents")
	hours.within("day")
}
