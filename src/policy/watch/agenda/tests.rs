use super::*;

const HOUR: Duration = Duration::from_hours(1);

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// An agenda whose first look took from 0 to 10 ms.
fn agenda_after_a_look() -> Agenda {
    let mut agenda = Agenda::new();
    agenda.looked(millis(0), millis(10), None, HOUR);
    agenda
}

#[test]
fn the_first_look_is_due_at_once() {
    assert_eq!(Agenda::new().next(), Duration::ZERO);
}

#[test]
fn without_hints_looks_come_at_the_interval() {
    let mut agenda = agenda_after_a_look();
    assert_eq!(agenda.next(), HOUR + millis(10));
    agenda.looked(HOUR, HOUR, Some(HOUR + millis(150)), HOUR);
    assert_eq!(agenda.next(), HOUR + millis(150));
}

#[test]
fn a_hint_is_followed_at_once_and_once_more() {
    let mut agenda = agenda_after_a_look();
    agenda.hint(millis(5000));
    assert_eq!(agenda.next(), millis(5000));
    agenda.looked(millis(5000), millis(5010), None, HOUR);
    assert_eq!(agenda.next(), millis(5250));
    agenda.looked(millis(5250), millis(5260), None, HOUR);
    assert_eq!(agenda.next(), HOUR + millis(5260));
}

#[test]
fn a_storm_of_hints_leaves_time_between_looks() {
    let mut agenda = agenda_after_a_look();
    agenda.hint(millis(11));
    agenda.hint(millis(12));
    assert_eq!(agenda.next(), millis(110));
}

#[test]
fn looks_that_take_long_take_no_more_than_half_of_the_time() {
    let mut agenda = Agenda::new();
    agenda.looked(millis(0), millis(400), Some(millis(550)), HOUR);
    assert_eq!(agenda.next(), millis(800));
}

#[test]
fn lost_events_are_made_up_for_without_haste() {
    let mut agenda = agenda_after_a_look();
    agenda.overflow(millis(11));
    assert_eq!(agenda.next(), millis(510));
    agenda.looked(millis(510), millis(520), None, HOUR);
    assert_eq!(agenda.next(), HOUR + millis(520), "no look follows by itself");
}

#[test]
fn once_a_minute_a_look_takes_nobodys_word_for_what_is_in_files() {
    let mut agenda = Agenda::new();
    let looks = [0, 59_999, 60_000, 60_001, 119_999, 125_000, 184_999, 185_000];
    let reading = looks.map(|at| agenda.comparison(millis(at)) == Comparison::OfContents);
    assert_eq!(reading, [false, false, true, false, false, true, false, true]);
}
