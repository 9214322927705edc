# Back office: agents on working days from 8 to 18 o'clock in Budapest, supervisors at any time.
package projects["102"]

default allow := false

allow if input.groupId in data.groups.supervisors

allow if {
	input.groupId in data.groups.agents
	open
}

open if {
	not weekday in {"Saturday", "Sunday"}
	not today in data.holidays
	hour >= 8
	hour < 18
}

# The zone belongs to every question about the clock: without it, the answer is UTC.
now := [time.now_ns(), "Europe/Budapest"]

weekday := time.weekday(now)

today := sprintf("%d-%02d-%02d", time.date(now))

hour := time.clock(now)[0]
