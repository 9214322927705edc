use std::time::Instant;

use notify::event::{CreateKind, DataChange, Flag, MetadataKind, RemoveKind, RenameMode};

use super::*;

const ROOT: &str = "/policies";

/// What the thread is told of an event at `path`.
fn signals(kind: EventKind, path: &str) -> Vec<Signal> {
    let hints = Hints::new();
    deliver(Ok(Event::new(kind).add_path(path.into())), Path::new(ROOT), &hints);
    taken(&hints)
}

fn taken(hints: &Hints) -> Vec<Signal> {
    hints.wait_until(Duration::ZERO).into_iter().collect()
}

#[test]
fn reading_is_no_hint() {
    for kind in [AccessKind::Open(AccessMode::Any), AccessKind::Read, AccessKind::Close(AccessMode::Read)] {
        assert_eq!(signals(EventKind::Access(kind), "/policies/42.rego"), []);
    }
}

#[test]
fn whatever_may_change_a_file_is_a_hint() {
    for kind in [
        EventKind::Any,
        EventKind::Other,
        EventKind::Access(AccessKind::Close(AccessMode::Write)),
        EventKind::Create(CreateKind::Folder),
        EventKind::Modify(ModifyKind::Data(DataChange::Any)),
        EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)),
        EventKind::Modify(ModifyKind::Name(RenameMode::To)),
        EventKind::Remove(RemoveKind::File),
    ] {
        assert_eq!(signals(kind, "/policies/42.rego"), [Signal::Hint], "{kind:?}");
    }
}

#[test]
fn the_root_going_away_is_told_from_anything_in_it_going_away() {
    for kind in [EventKind::Remove(RemoveKind::Folder), EventKind::Modify(ModifyKind::Name(RenameMode::From))] {
        assert_eq!(signals(kind, ROOT), [Signal::RootGone]);
        assert_eq!(signals(kind, "/policies/projects"), [Signal::Hint]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_is_open_from_its_first_write_to_its_closing() {
    let hints = Hints::new();
    let tell = |kind| deliver(Ok(Event::new(kind).add_path("/policies/a/b.rego".into())), Path::new(ROOT), &hints);
    let quiet_in = || hints.writers().quiet_at("a/b.rego").saturating_sub(hints.now());
    tell(EventKind::Modify(ModifyKind::Data(DataChange::Any)));
    assert!(quiet_in() > Duration::from_secs(5));
    tell(EventKind::Access(AccessKind::Close(AccessMode::Write)));
    assert!(quiet_in() < Duration::from_secs(1));
}

#[cfg(target_os = "linux")]
#[test]
fn lost_events_ask_for_a_look_and_leave_nobody_writing() {
    let hints = Hints::new();
    let written = Event::new(EventKind::Modify(ModifyKind::Data(DataChange::Any))).add_path("/policies/a.rego".into());
    deliver(Ok(written), Path::new(ROOT), &hints);
    deliver(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)), Path::new(ROOT), &hints);
    assert_eq!(taken(&hints), [Signal::Hint, Signal::Overflow]);
    assert!(hints.writers().quiet_at("a.rego") < hints.now() + Duration::from_secs(1));
}

#[test]
fn an_error_ends_the_reliance_on_events() {
    let hints = Hints::new();
    deliver(Err(notify::Error::new(ErrorKind::MaxFilesWatch)), Path::new(ROOT), &hints);
    assert_eq!(taken(&hints), [Signal::EventsFailed]);
    assert!(hints.failure().contains("limit"), "{}", hints.failure());
}

#[test]
fn after_a_failure_events_are_left_alone_for_a_while() {
    let directory = tempfile::TempDir::new().unwrap();
    let root = RootIdentity::of(directory.path());
    let hints = Arc::new(Hints::new());
    let mut events = Events::new(true);
    events.follow(root.as_ref(), &hints);
    assert!(events.are_coming());
    events.failed("no space", hints.now());
    events.follow(root.as_ref(), &hints);
    assert!(!events.are_coming());
    events.state = State::Failed { retry_at: Duration::ZERO };
    events.follow(root.as_ref(), &hints);
    assert!(events.are_coming());
}

#[test]
fn events_follow_the_root() {
    let directory = tempfile::TempDir::new().unwrap();
    let root = RootIdentity::of(directory.path());
    let hints = Arc::new(Hints::new());
    let mut events = Events::new(true);
    events.follow(None, &hints);
    assert!(!events.are_coming(), "there is nothing to watch");
    events.follow(root.as_ref(), &hints);
    events.follow(None, &hints);
    assert!(!events.are_coming(), "it is gone");
    events.follow(root.as_ref(), &hints);
    events.root_gone();
    assert!(!events.are_coming(), "it is said to be gone");
}

#[cfg(target_os = "linux")]
#[test]
fn what_links_lead_to_outside_is_not_watched() {
    let directory = tempfile::TempDir::new().unwrap();
    let (root, outside) = (directory.path().join("root"), directory.path().join("outside"));
    for folder in [&root, &outside] {
        std::fs::create_dir(folder).unwrap();
    }
    std::os::unix::fs::symlink(&outside, root.join("link")).unwrap();
    let hints = Arc::new(Hints::new());
    let mut events = Events::new(true);
    events.follow(RootIdentity::of(&root).as_ref(), &hints);
    std::fs::write(outside.join("a.rego"), "x").unwrap();
    std::fs::write(root.join("b.rego"), "x").unwrap();
    while hints.writers().quiet_at("b.rego").is_zero() {
        assert!(hints.now() < Duration::from_secs(20));
        hints.wait_until(hints.now() + Duration::from_millis(10));
    }
    assert_eq!(hints.writers().quiet_at("link/a.rego"), Duration::ZERO, "events come in order");
}

#[test]
fn waiting_ends_with_the_first_signal_and_signals_are_told_once() {
    let hints = Hints::new();
    hints.tell(Signal::Reload);
    hints.tell(Signal::Reload);
    let began = Instant::now();
    let signals = hints.wait_until(Duration::from_mins(1));
    assert!(began.elapsed() < Duration::from_secs(30));
    assert_eq!(signals.into_iter().collect::<Vec<_>>(), [Signal::Reload]);
    assert_eq!(taken(&hints), []);
}
