//! The `logingate` program.

/// What is made on a worker is freed on the thread that writes the log: this one keeps neither waiting for the other.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> logingate::cli::ExitCode {
    logingate::cli::run(std::env::args_os())
}
