//! What all commands have in common: help, manual pages, completions, colours, and readers that have gone.

use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::program::{Printed, bash};

fn empty() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn run(command: &str, environment: &[(&str, &str)]) -> Printed {
    bash(empty().path(), command, environment)
}

fn printed(command: &str) -> String {
    let Printed { text, code } = run(command, &[]);
    assert_eq!(code, Some(0), "{command}: {text}");
    text
}

/// The commands that the help of `command` lists.
fn subcommands(command: &str) -> Vec<String> {
    let help = printed(&format!("{command} --help"));
    let Some((_, listed)) = help.split_once("Commands:\n") else { return Vec::new() };
    let names = listed.lines().take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    names.map(|name| format!("{command} {name}")).collect()
}

/// Every command there is, the program itself first.
fn commands() -> Vec<String> {
    let mut commands = vec!["logingate".to_owned()];
    let mut at = 0;
    while let Some(command) = commands.get(at).cloned() {
        commands.extend(subcommands(&command));
        at += 1;
    }
    commands
}

#[test]
fn every_command_is_listed() {
    let commands = commands();
    for name in ["serve", "check", "decide", "health", "settings", "init", "new", "new project", "completions", "man"] {
        assert!(commands.contains(&format!("logingate {name}")), "{name}: {commands:?}");
    }
}

#[test]
fn the_help_of_every_command_teaches_by_examples_that_run_this_command() {
    for command in commands() {
        let help = printed(&format!("{command} --help"));
        let (_, examples) = help.split_once("\nExamples:\n").unwrap_or_else(|| panic!("{command}: {help}"));
        let (_, name) = command.rsplit_once(' ').unwrap_or_default();
        let shows = |line: &str| line.contains("logingate") && line.contains(name);
        assert!(examples.lines().take_while(|line| !line.is_empty()).any(shows), "{command}: {examples}");
        assert!(help.lines().all(|line| line.chars().count() <= 120), "{command}: {help}");
    }
}

#[test]
fn help_and_version_are_results() {
    let version = run("logingate --version 2>/dev/null", &[]);
    assert_eq!(version.text, format!("logingate {}\n", env!("CARGO_PKG_VERSION")));
    assert!(run("logingate help decide 2>/dev/null", &[]).text.contains("Usage: logingate decide"));
}

#[test]
fn there_is_a_manual_page_for_every_command() {
    let directory = empty();
    let Printed { text: listed, code } = bash(directory.path(), "logingate man --dir pages/man1", &[]);
    assert_eq!(code, Some(0), "{listed}");
    let commands = commands();
    assert_eq!(listed.lines().count(), commands.len(), "{listed}");
    for command in commands {
        let name = command.replace(' ', "-");
        let path = format!("pages/man1/{name}.1");
        assert!(listed.lines().any(|line| line == path), "{path}: {listed}");
        let page = std::fs::read_to_string(directory.path().join(&path)).unwrap();
        assert!(page.contains(&format!(".TH {name} 1 ")), "{page}");
        assert!(page.contains("\n.SH EXAMPLES\n.nf\n"), "{page}");
    }
}

#[test]
fn the_programs_own_page_goes_to_standard_output() {
    let page = printed("logingate man");
    assert!(page.contains("\n.SH \"EXIT STATUS\"\n.fi\nExit codes: 0 done"), "{page}");
    assert!(page.contains("logingate\\-serve(1)"), "{page}");
}

#[test]
fn a_manual_that_cannot_be_written_is_a_failure() {
    let Printed { text, code } = run("touch file; logingate man --dir file/man1", &[]);
    assert!(text.starts_with("error: the manual can't be written: file/man1: "), "{text}");
    assert_eq!(code, Some(1));
}

#[test]
fn every_shell_gets_its_own_script() {
    for (shell, mark) in [
        ("bash", "complete -F _logingate"),
        ("zsh", "#compdef logingate"),
        ("fish", "complete -c logingate"),
        ("elvish", "set edit:completion:arg-completer[logingate]"),
        ("powershell", "Register-ArgumentCompleter -Native -CommandName 'logingate'"),
    ] {
        let script = printed(&format!("logingate completions {shell}"));
        assert!(script.contains(mark), "{shell}: {script}");
    }
    let unknown = run("logingate completions csh", &[]);
    assert!(unknown.text.contains("[possible values: bash, elvish, fish, powershell, zsh]"), "{}", unknown.text);
    assert_eq!(unknown.code, Some(2));
}

#[test]
fn bash_completes_commands_and_flags() {
    for (words, completed) in [("se", "serve settings"), ("new pr", "project"), ("decide --exp", "--explain")] {
        let command = format!(
            "source <(logingate completions bash); COMP_WORDS=(logingate {words}); \
             COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _logingate logingate \"${{COMP_WORDS[COMP_CWORD]}}\" logingate; \
             echo ${{COMPREPLY[@]}}"
        );
        assert_eq!(printed(&command).trim(), completed, "{words}");
    }
}

#[test]
fn no_color_is_heeded_and_a_file_gets_no_colours() {
    let escape = '\u{1b}';
    for command in ["logingate --help", "logingate --no-such-flag", "logingate completions csh"] {
        assert!(!run(command, &[]).text.contains(escape), "{command}");
        assert!(run(command, &[("CLICOLOR_FORCE", "1")]).text.contains(escape), "{command}");
        let both = run(command, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]);
        assert!(!both.text.contains(escape), "{command}");
    }
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    for arguments in [
        &["settings"][..],
        &["settings", "--defaults"],
        &["--help"],
        &["help", "decide"],
        &["--version"],
        &["man"],
        &["man", "--dir", "pages"],
        &["completions", "bash"],
        &["init"],
    ] {
        let directory = empty();
        let mut child = program(directory.path(), arguments);
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {error}");
        assert!(!error.contains("panicked") && !error.contains("error: "), "{arguments:?}: {error}");
    }
}

fn program(directory: &Path, arguments: &[&str]) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_logingate"));
    command.args(arguments).current_dir(directory).env_clear();
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}
