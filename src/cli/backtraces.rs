//! Backtraces of errors, switched off: the engine makes an error for many a thing that is none.

use std::env;
use std::ffi::OsString;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

/// Where the environment asks for backtraces of errors, starts the program anew without them; else does nothing.
///
/// With them, parsing policies takes three to five times as long, and an evaluation may run into its limit.
/// `RUST_BACKTRACE` still holds for panics.
pub(super) fn switch_off(arguments: &[OsString]) {
    let asks = |name: &str| env::var_os(name).map(|value| value != "0");
    if !asks("RUST_LIB_BACKTRACE").or_else(|| asks("RUST_BACKTRACE")).unwrap_or(false) {
        return;
    }
    if let (Ok(program), Some((name, arguments))) = (env::current_exe(), arguments.split_first()) {
        // Returns only if that fails: then the program goes on as it is.
        let _ = Command::new(program).arg0(name).args(arguments).env("RUST_LIB_BACKTRACE", "0").exec();
    }
}
