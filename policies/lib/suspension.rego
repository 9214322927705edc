# Agents who are out, whatever else a policy grants.
package lib.suspension

suspended if input.userId in data.suspended
