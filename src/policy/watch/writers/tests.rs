use super::*;

const NOW: Duration = Duration::from_secs(100);

#[test]
fn a_file_nobody_wrote_is_quiet() {
    assert_eq!(Writers::default().quiet_at("a"), Duration::ZERO);
}

#[test]
fn a_written_file_is_quiet_soon_after_its_closing() {
    let mut writers = Writers::default();
    writers.wrote("a".into(), NOW);
    assert_eq!(writers.quiet_at("a"), NOW + WRITER_PATIENCE);
    writers.closed("a".into(), NOW);
    assert_eq!(writers.quiet_at("a"), NOW + SETTLE);
}

#[test]
fn what_can_no_longer_matter_is_forgotten_and_nothing_else() {
    let mut writers = Writers::default();
    writers.closed("closed".into(), NOW);
    writers.wrote("open".into(), NOW);
    writers.prune(NOW + SETTLE / 2);
    assert_eq!(writers.by_path.len(), 2);
    writers.prune(NOW + SETTLE);
    assert_eq!(writers.by_path.keys().collect::<Vec<_>>(), ["open"]);
    writers.prune(NOW + WRITER_PATIENCE);
    assert!(writers.by_path.is_empty());
}

#[test]
fn however_many_files_are_written_memory_is_bounded_and_the_known_ones_are_followed() {
    let mut writers = Writers::default();
    (0..=CAPACITY).for_each(|number| writers.wrote(number.to_string(), NOW));
    assert_eq!(writers.by_path.len(), CAPACITY);
    writers.closed("0".into(), NOW);
    assert_eq!(writers.quiet_at("0"), NOW + SETTLE);
}
