# The key accounts: agents and supervisors, unless the guard objects.
package projects["108"]

import data.lib.groups
import data.lib.guard

default allow := false

allow if groups.member("agents")

allow if groups.member("supervisors")

deny contains reason if some reason in guard.deny
