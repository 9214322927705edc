//! The `logingate` program.

fn main() -> logingate::cli::ExitCode {
    logingate::cli::run(std::env::args_os())
}
