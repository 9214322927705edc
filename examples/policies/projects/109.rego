# Orders: agents always, and until the end of January the group that helps out over Christmas.
package projects["109"]

import data.lib.groups
import data.lib.guard

default allow := false

allow if groups.member("agents")

allow if {
	groups.member("christmas_help")
	time.now_ns() < time.parse_rfc3339_ns("2027-02-01T00:00:00+01:00")
}

deny contains reason if some reason in guard.deny
