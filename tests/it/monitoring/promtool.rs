//! Prometheus' own judge of rules, `promtool`: the one that is installed, else Debian's, unpacked into the target folder.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

/// Set to anything, the tests do without where promtool can't be had, and say so.
const DO_WITHOUT: &str = "LOGINGATE_TESTS_WITHOUT_PROMTOOL";

/// Downloads Debian's package and unpacks it here. Needs no rights and changes nothing of the system: where it has no
/// lists of packages, or old ones, they are fetched into this folder.
const FETCH: &str = "
    set -e
    options=\"-qq -o APT::Sandbox::User=$(id -un) -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20\"
    if ! apt-get $options download prometheus; then
        mkdir -p state/lists/partial cache/archives/partial
        options=\"$options -o Dir::State=$PWD/state -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache=$PWD/cache\"
        apt-get $options update
        apt-get $options download prometheus
    fi
    dpkg -x prometheus_*.deb unpacked
";

static PROMTOOL: LazyLock<Result<PathBuf, String>> = LazyLock::new(|| {
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("promtool");
    let installed = [PathBuf::from("promtool"), kept.clone()].into_iter().find(|program| works(program));
    installed.map_or_else(|| fetch(&kept), Ok)
});

fn works(program: &Path) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

fn fetch(kept: &Path) -> Result<PathBuf, String> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).map_err(|error| error.to_string())?;
    let fetched = Command::new("bash").args(["-c", FETCH]).current_dir(folder.path()).stdin(Stdio::null()).output();
    let fetched = fetched.map_err(|error| error.to_string())?;
    if !fetched.status.success() {
        return Err(String::from_utf8_lossy(&fetched.stderr).into_owned());
    }
    // In one step: another run of the tests may do the same.
    std::fs::rename(folder.path().join("unpacked/usr/bin/promtool"), kept).map_err(|error| error.to_string())?;
    if works(kept) { Ok(kept.to_owned()) } else { Err("what was fetched does not run here".to_owned()) }
}

/// Holds that promtool, called like this in `directory` and given `input`, has nothing to say against it.
pub fn approves(arguments: &[&str], directory: &Path, input: &str) {
    let program = match &*PROMTOOL {
        Ok(program) => program,
        Err(reason) if std::env::var_os(DO_WITHOUT).is_some() => {
            // Past the capture of tests that pass.
            let reason = reason.lines().next().unwrap_or_default();
            let _ = writeln!(io::stderr(), "{DO_WITHOUT}: not checked: promtool {arguments:?} ({reason})");
            return;
        }
        Err(reason) => panic!(
            "there is no promtool, and it can't be fetched from Debian: install Prometheus (its package `prometheus` has \
             it), or set {DO_WITHOUT}=1 to do without what it checks\n{reason}"
        ),
    };
    let Output { status, stdout, stderr } = run(program, arguments, directory, input);
    let told = [stdout, stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    assert!(status.success(), "promtool {arguments:?}: {told}");
}

fn run(program: &Path, arguments: &[&str], directory: &Path, input: &str) -> Output {
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}
