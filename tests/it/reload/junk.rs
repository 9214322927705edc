//! What lies about in directories, and what stands where a policy should.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Leaves in `folder` what editors, tools and desktops leave; all of it would matter if it were read.
pub fn scatter(folder: &Path) {
    let text = "package lib.rota\n\nopen := {99}\n";
    let names = [
        ".rota.rego.swp",
        ".rota.rego.swx",
        "rota.rego~",
        "#rota.rego#",
        "4913",
        ".git/rota.rego",
        "rota.rego.orig",
        "rota.rego.tmp",
        "rota.rego.bak",
        ".DS_Store",
        "rota_test.rego",
        "README.md",
        "data.json.bak",
        "..2026/rota.rego",
    ];
    for name in names {
        super::save::in_place(&folder.join(name), text);
    }
    symlink("nowhere", folder.join(".#rota.rego")).unwrap();
    fs::write(folder.join("rota.rego.swp"), b"\xFF\xFE\0").unwrap();
}

/// Puts what is no policy at the five `files`: bytes that are not UTF-8, nothing at all, a folder, a pipe, and a link
/// that leaves the directory.
pub fn put_in_place_of(files: &[PathBuf; 5]) {
    remove(files);
    let [binary, empty, folder, pipe, link] = files;
    fs::write(binary, b"package x\n\xC3\x28").unwrap();
    fs::write(empty, "").unwrap();
    fs::create_dir(folder).unwrap();
    assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    symlink("/etc/hostname", link).unwrap();
}

/// Removes whatever stands at `files`.
pub fn remove(files: &[PathBuf]) {
    for file in files {
        let removed = if file.is_dir() { fs::remove_dir(file) } else { fs::remove_file(file) };
        if let Err(error) = removed {
            assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
        }
    }
}
