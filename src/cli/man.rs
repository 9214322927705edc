//! `logingate man`: the manual pages, made from the same texts as `--help`.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::ExitCode;
use super::output::{fail, print};

const EXAMPLES: &str = "\
Examples:
  logingate man | man -l -                                  Read the page of the program
  logingate man --dir ~/.local/share/man/man1               Install it and one page for each command
  man logingate-decide                                      Read one of them";

/// `logingate man …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Write all pages into this directory, which is made if need be; pages that are there are replaced
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Prints the program's page, or writes all pages.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let mut program = super::command().disable_help_subcommand(true);
    program.build();
    let done = match &arguments.dir {
        Some(dir) => install(&program, dir).map_err(|error| format!("{}: {error}", dir.display())),
        None => page(&program).map_err(|error| error.to_string()),
    };
    match done {
        Ok(text) => print(&text, ExitCode::Done),
        Err(error) => fail(&format!("the manual can't be written: {error}"), ExitCode::Failed),
    }
}

/// Writes the page of `command` and of every command below it into `dir`; one line for each.
fn install(command: &Command, dir: &Path) -> io::Result<String> {
    std::fs::create_dir_all(dir)?;
    let path = dir.join(Man::new(command.clone()).get_filename());
    std::fs::write(&path, page(command)?)?;
    let mut written = format!("{}\n", path.display());
    for command in command.get_subcommands().filter(|it| !it.is_hide_set()) {
        written.push_str(&install(command, dir)?);
    }
    Ok(written)
}

fn page(command: &Command) -> io::Result<String> {
    let program = format!("logingate {}", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).source(program).manual("Logingate");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    if let Some(text) = command.get_after_help() {
        sections(&text.to_string()).to_writer(&mut page)?;
    }
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// What stands after the flags in `--help`, each paragraph under the heading that manuals have for it.
fn sections(text: &str) -> Roff {
    let mut sections = Roff::new();
    let mut last_heading = "";
    let is_indented = |lines: &str| lines.lines().all(|line| line.starts_with("  "));
    for paragraph in text.split("\n\n") {
        let (heading, lines) = match paragraph.split_once(":\n") {
            Some(("Examples", lines)) => ("EXAMPLES", lines),
            _ if paragraph.starts_with("Exit") => ("EXIT STATUS", paragraph),
            _ if is_indented(paragraph) && !last_heading.is_empty() => (last_heading, paragraph),
            _ => ("NOTES", paragraph),
        };
        if heading == last_heading {
            sections.control("PP", []);
        } else {
            sections.control("SH", [heading]);
        }
        last_heading = heading;
        // Commands and tables stay as they stand, line by line; prose is filled.
        sections.control(if is_indented(lines) { "nf" } else { "fi" }, []);
        for line in lines.lines() {
            sections.text([roman(line)]);
        }
    }
    sections
}
