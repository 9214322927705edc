//! The manners in which people, editors and tools save a file.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// Saves a text as the file at a path.
pub type Manner = fn(&Path, &str);

/// All of them, by name.
pub const MANNERS: [(&str, Manner); 9] = [
    ("written in place", in_place),
    ("renamed over", by_rename),
    ("saved as sed -i does", as_sed),
    ("saved as vim does", as_vim),
    ("saved as emacs does", as_emacs),
    ("truncated and written slowly", slowly),
    ("removed and written anew", anew),
    ("saved with a byte order mark and CRLF", as_windows),
    ("written twice at once", twice),
];

fn beside(file: &Path, name: &str) -> PathBuf {
    file.with_file_name(name)
}

fn name(file: &Path) -> &str {
    file.file_name().unwrap().to_str().unwrap()
}

/// Opened, truncated, written, closed; its folder is made if there is none.
pub fn in_place(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

/// Written under a hidden name, then renamed over.
pub fn by_rename(file: &Path, text: &str) {
    let hidden = beside(file, &format!(".{}.saving", name(file)));
    fs::write(&hidden, text).unwrap();
    fs::rename(hidden, file).unwrap();
}

fn as_sed(file: &Path, text: &str) {
    let temporary = beside(file, "sedX7bQ1z");
    fs::write(&temporary, text).unwrap();
    fs::rename(temporary, file).unwrap();
}

/// `4913` to see whether the folder can be written, a swap file, the old file renamed, a new one in its place.
fn as_vim(file: &Path, text: &str) {
    let (swap, backup) = (beside(file, &format!(".{}.swp", name(file))), beside(file, &format!("{}~", name(file))));
    fs::write(&swap, b"b0VIM 9.1\0\xFF\xFE").unwrap();
    fs::write(beside(file, "4913"), "").unwrap();
    fs::remove_file(beside(file, "4913")).unwrap();
    fs::rename(file, &backup).unwrap();
    fs::write(file, text).unwrap();
    fs::remove_file(backup).unwrap();
    fs::remove_file(swap).unwrap();
}

/// A lock that is a dangling link, an autosave file, a backup that stays.
fn as_emacs(file: &Path, text: &str) {
    let lock = beside(file, &format!(".#{}", name(file)));
    std::os::unix::fs::symlink("author@host.4711:1795000000", &lock).unwrap();
    fs::write(beside(file, &format!("#{}#", name(file))), &text[..text.len() / 2]).unwrap();
    fs::copy(file, beside(file, &format!("{}~", name(file)))).unwrap();
    fs::write(file, text).unwrap();
    fs::remove_file(beside(file, &format!("#{}#", name(file)))).unwrap();
    fs::remove_file(lock).unwrap();
}

/// One handle, eight parts, a pause after each: the writer's own slowness is what is tested.
fn slowly(file: &Path, text: &str) {
    let mut handle = File::create(file).unwrap();
    for part in text.as_bytes().chunks(text.len() / 8 + 1) {
        handle.write_all(part).unwrap();
        thread::sleep(Duration::from_millis(80));
    }
}

fn anew(file: &Path, text: &str) {
    fs::remove_file(file).unwrap();
    fs::write(file, text).unwrap();
}

fn as_windows(file: &Path, text: &str) {
    in_place(file, &format!("\u{FEFF}{}", text.replace('\n', "\r\n")));
}

fn twice(file: &Path, text: &str) {
    in_place(file, &text[..text.len() / 2]);
    in_place(file, text);
}
