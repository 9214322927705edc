# Projects that have neither a policy of their own nor an assignment: nobody may log in, and the log says what to do.
package projects.default

default allow := false

deny contains reason if {
	reason := sprintf("no policy for project %d: `logingate new project %d` adds one", [input.projectId, input.projectId])
}
