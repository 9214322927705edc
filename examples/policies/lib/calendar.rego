# The calendar of the contact centre, which is in Budapest wherever the server is.
package lib.calendar

# The day as data.yaml writes it: "2026-12-25".
today := sprintf("%d-%02d-%02d", time.date(now))

working_day if {
	not time.weekday(now) in {"Saturday", "Sunday"}
	not today in data.holidays
}

# It is `first` o'clock or later, and not yet `last` o'clock.
between(first, last) if {
	hour := time.clock(now)[0]
	hour >= first
	hour < last
}

now := [time.now_ns(), "Europe/Budapest"]
