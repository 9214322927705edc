package lib.checks

is_supervisor(group) if group in data.supervisors

country_served(custom, countries) if custom.country in countries

weekday_number(now) := number if {
	numbers := {"Monday": 1, "Tuesday": 2, "Wednesday": 3, "Thursday": 4, "Friday": 5, "Saturday": 6, "Sunday": 7}
	number := numbers[time.weekday(now)]
}

within_hours(now, from, to) if {
	[hour, _, _] := time.clock([now, "Europe/Budapest"])
	hour >= from
	hour < to
}

risk(custom) := sum([weight |
	some name, weight in data.risks
	custom[name] == "yes"
])
