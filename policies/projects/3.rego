# Payments: only with a certificate among the agent's custom fields. `deny` wins over `allow` and says why.
package projects["3"]

import data.lib.groups

default allow := false

allow if groups.member("agents")

allow if groups.member("administrators")

deny contains "payments need a card data certificate (customData.cardDataCertificate)" if not certified

certified if input.customData.cardDataCertificate == "yes"
