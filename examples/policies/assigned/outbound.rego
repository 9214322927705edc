# Outbound campaigns: data.yaml assigns project 107 and the range 170-179 to this policy.
package policies.outbound

import data.lib.groups

default allow := false

allow if groups.member("agents")

deny contains sprintf("project %d calls customers: customData.outboundConsent must be \"yes\"", [input.projectId]) if {
	not input.customData.outboundConsent == "yes"
}
