//! What must never be told is in no byte that is sent, and the headers of the settings are in no line of the log.

use super::receiver::Receiver;
use crate::discretion::{MARK, SETTINGS, ask_everything};
use crate::server::Process;

#[test]
fn no_span_tells_what_only_the_caller_may_know_and_no_line_the_headers() {
    let receiver = Receiver::start();
    let traces = format!("{}headers = [\"X-Token: xyzzy-token-of-ours\"]\n", receiver.settings());
    let mut server = Process::start(&format!("{traces}{SETTINGS}"));
    ask_everything(&server);
    server.signal("TERM");
    assert_eq!(server.wait().code(), Some(0));
    let spans = receiver.spans();
    for status in ["200", "204", "400", "401", "404", "405", "408"] {
        assert!(spans.iter().any(|span| span.get("http.response.status_code") == Some(status)), "no span has {status}");
    }
    for batch in receiver.batches() {
        assert!(batch.head.contains("xyzzy-token-of-ours"), "{}", batch.head);
        let text = String::from_utf8_lossy(&batch.bytes).to_lowercase();
        assert!(!text.contains(MARK), "{text}");
    }
    for line in &server.log {
        assert!(!line.to_lowercase().contains(MARK), "{line}");
    }
}
