# The evening line: agents from 16 to 22 o'clock on working days, supervisors at any time.
package projects["106"]

import data.lib.calendar
import data.lib.groups

default allow := false

allow if groups.member("supervisors")

allow if {
	groups.member("agents")
	calendar.working_day
	calendar.between(16, 22)
}
