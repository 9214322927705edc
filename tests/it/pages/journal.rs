//! The page of `examples/journal`: everything it shows is so, and it names every metric of uploads.

use logingate::config::{self, Sources};
use logingate::telemetry::metrics::{DropReason, Metrics, UploadResult};

use super::{blocks, check_links, console};

const PAGE: &str = include_str!("../../../examples/journal/README.md");

#[test]
fn everything_the_page_shows_is_so() {
    let directory = tempfile::tempdir().unwrap();
    for block in blocks(PAGE) {
        match block.kind {
            "console" => console::run(&block, directory.path(), None),
            "toml" => {
                let folder = tempfile::tempdir().unwrap();
                std::fs::write(folder.path().join("logingate.toml"), &block.text).unwrap();
                let loaded = config::load(&Sources { directory: folder.path().to_owned(), ..Sources::default() });
                assert_eq!(loaded.unwrap().settings.journal.uploads.len(), 1);
            }
            other => panic!("line {}: nothing checks blocks of kind `{other}`", block.line),
        }
    }
    check_links(PAGE, "examples/journal");
}

#[test]
fn the_metrics_that_it_names_are_all_there_are() {
    let metrics = Metrics::default();
    let _upload = metrics.of_upload("siem");
    let text = metrics.text(logingate::telemetry::metrics::Exposition::Prometheus).unwrap();
    let names = text.lines().filter(|line| line.contains("upload=\"siem\"")).filter_map(|line| line.split('{').next());
    let mut named = 0;
    for name in names {
        named += 1;
        assert!(PAGE.contains(&format!("`{name}`")), "{name}");
    }
    assert!(named > 5);
    let of_uploads = |reason: &&DropReason| ["spool", "upload"].iter().any(|it| reason.as_str().starts_with(it));
    let reasons = DropReason::ALL.iter().filter(of_uploads).map(|reason| reason.as_str());
    for word in reasons.chain(UploadResult::ALL.iter().map(|result| result.as_str())) {
        assert!(PAGE.contains(&format!("`{word}`")), "{word}");
    }
}
