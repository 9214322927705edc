# Projects that have neither a policy of their own nor an assignment.
package projects.default

default allow := false

deny contains sprintf("project %d has no policy yet: add projects/%d.rego", [input.projectId, input.projectId])
