package lib.calendar_test

import data.lib.calendar

at(instant) := time.parse_rfc3339_ns(instant)

test_the_day_begins_at_midnight_in_budapest if {
	calendar.today == "2026-12-25" with time.now_ns as at("2026-12-24T23:00:00Z")
	calendar.today == "2026-12-24" with time.now_ns as at("2026-12-24T22:59:59Z")
}

test_holidays_are_no_working_days if {
	not calendar.working_day with time.now_ns as at("2026-12-25T10:00:00+01:00")
	calendar.working_day with time.now_ns as at("2026-12-24T10:00:00+01:00")
}

test_the_last_hour_is_no_longer_within if {
	calendar.between(8, 18) with time.now_ns as at("2026-12-24T17:59:59+01:00")
	not calendar.between(8, 18) with time.now_ns as at("2026-12-24T18:00:00+01:00")
}
