//! A panic's line in the log: where, never what, for its message may quote what an agent sent.

/// From now on a panic of any thread leaves one error line with its place, and nothing else.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let thread = std::thread::current().name().map(str::to_owned);
        tracing::error!(place, thread, "a defect was caught: please report it with this line");
    }));
}
