# Working hours where the contact centre is, whatever the server's own time zone.
package lib.hours

import data.calendar

# It is a working day of the shift called `name`, within its hours, and no holiday.
within(name) if {
	shift := calendar.shifts[name]
	not today in calendar.holidays
	time.weekday([time.now_ns(), calendar.time_zone]) in shift.days
	[hour, _, _] := time.clock([time.now_ns(), calendar.time_zone])
	hour >= shift.from
	hour < shift.to
}

today := sprintf("%d-%02d-%02d", time.date([time.now_ns(), calendar.time_zone]))
