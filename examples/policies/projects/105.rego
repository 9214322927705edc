# Payments: whoever is kept out learns every reason at once.
package projects["105"]

default allow := false

allow if input.groupId in data.groups.agents

allow if input.groupId in data.groups.supervisors

deny contains "the card data certificate is missing" if not input.customData.cardDataCertificate == "yes"

deny contains "the agent is in training" if input.customData.training == "yes"

deny contains sprintf("agents with the contract %q take no payments", [input.customData.contract]) if {
	input.customData.contract in {"agency", "temporary"}
}
