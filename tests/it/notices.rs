//! THIRD-PARTY-NOTICES: what is compiled into the program, under which licences, with their texts.
//!
//! `.ci/notices` writes it anew; the test compares, so that no dependency comes or changes without its notice.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

/// What the program is built for.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// Licences that may be compiled in; every licence that a dependency names must be among them.
const ALLOWED: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

const HEAD: &str = "\
Third-party notices

The program `logingate` contains the following packages, each under its own licence. The texts follow; packages whose
texts are the same share one.

";

struct Package {
    name: String,
    version: String,
    licence: String,
    directory: PathBuf,
}

#[test]
fn the_notices_name_exactly_what_is_compiled_in() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("THIRD-PARTY-NOTICES");
    let wanted = notices(&packages());
    if env::var_os("LOGINGATE_WRITE_NOTICES").is_some() {
        fs::write(&path, &wanted).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    let difference = wanted.lines().zip(found.lines()).find(|(wanted, found)| wanted != found);
    assert!(wanted == found, "THIRD-PARTY-NOTICES is out of date; .ci/notices writes it anew: {difference:?}");
}

#[test]
fn every_licence_is_one_of_those_allowed() {
    for package in packages() {
        for licence in licences(&package.licence) {
            assert!(ALLOWED.contains(&licence), "{} {}: {licence}", package.name, package.version);
        }
    }
}

#[test]
fn licences_of_an_expression_are_told_apart() {
    let found: Vec<_> = licences("(MIT OR Apache-2.0) AND BSD-3-Clause").collect();
    assert_eq!(found, ["MIT", "Apache-2.0", "BSD-3-Clause"]);
    assert_eq!(licences("Unlicense/GPL-3.0").collect::<Vec<_>>(), ["Unlicense", "GPL-3.0"]);
    assert_eq!(licences("").collect::<Vec<_>>(), [""]);
}

/// The licences that an SPDX expression names; `/` is how it was once written.
fn licences(expression: &str) -> impl Iterator<Item = &str> {
    let alternatives = expression.split(" OR ").flat_map(|part| part.split(" AND ")).flat_map(|part| part.split('/'));
    alternatives.map(|licence| licence.trim_matches(['(', ')', ' ']))
}

fn cargo(arguments: &[&str]) -> String {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn metadata() -> Value {
    let metadata = cargo(&["metadata", "--locked", "--format-version=1", "--filter-platform", TARGET]);
    serde_json::from_str(&metadata).unwrap()
}

/// What is no package of its own, and compiled in all the same: the page at `/docs/`. Its version is in the name of the
/// archive that its package unpacks.
fn swagger_ui() -> String {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|it| it["name"] == "utoipa-swagger-ui-vendored").unwrap();
    let directory = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap().join("res");
    let archives = fs::read_dir(directory).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    let archives: Vec<_> = archives.collect();
    let [archive] = &archives[..] else { panic!("{archives:?}") };
    let version = archive.strip_prefix('v').and_then(|name| name.strip_suffix(".zip")).unwrap();
    format!(
        "It also contains Swagger UI {version}: Apache-2.0, with the licences of what that is made of, as\n\
         https://github.com/swagger-api/swagger-ui names them. swagger-ui, Copyright 2020-2021 SmartBear Software Inc.\n\n"
    )
}

/// What is linked into the program, which leaves out what only builds or tests it.
fn packages() -> Vec<Package> {
    let metadata = metadata();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut known = BTreeMap::new();
    for it in metadata["packages"].as_array().unwrap() {
        let directory = Path::new(it["manifest_path"].as_str().unwrap()).parent().unwrap().to_owned();
        let package = Package {
            name: text(&it["name"]),
            version: text(&it["version"]),
            licence: text(&it["license"]),
            directory,
        };
        known.insert(format!("{} v{}", package.name, package.version), package);
    }
    let tree =
        ["tree", "--locked", "--edges=normal,no-proc-macro", "--prefix=none", "--format={p}", "--target", TARGET];
    let linked: BTreeSet<String> =
        cargo(&tree).lines().skip(1).map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
    linked.iter().filter(|name| !name.is_empty()).map(|name| known.remove(name).unwrap()).collect()
}

fn notices(packages: &[Package]) -> String {
    let mut document = HEAD.to_owned() + &swagger_ui();
    // Texts that differ in nothing but white space are the same.
    let mut texts: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    for package in packages {
        let name = format!("{} {}", package.name, package.version);
        writeln!(document, "{name}: {}", package.licence).unwrap();
        for text in licence_texts(package) {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            texts.entry(words).or_insert_with(|| (text, Vec::new())).1.push(name.clone());
        }
    }
    let mut texts: Vec<_> = texts.into_values().collect();
    texts.sort_by(|(_, one), (_, other)| one.cmp(other));
    for (text, names) in texts {
        write!(document, "\n{}\n{}\n\n{text}\n", "-".repeat(100), names.join(", ")).unwrap();
    }
    document
}

/// The texts in the package, or that of the MIT or else the Apache licence where it only names them.
fn licence_texts(package: &Package) -> Vec<String> {
    let is_licence = |name: &str| {
        ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"]
            .iter()
            .any(|start| name.to_uppercase().starts_with(start))
    };
    let entries = fs::read_dir(&package.directory).unwrap().map(Result::unwrap);
    let mut files: Vec<_> =
        entries.filter(|it| it.path().is_file() && is_licence(it.file_name().to_str().unwrap())).collect();
    files.sort_by_key(fs::DirEntry::file_name);
    let mut texts: Vec<_> = files.iter().map(|file| tidy(&fs::read_to_string(file.path()).unwrap())).collect();
    if texts.is_empty() {
        let names = |wanted| licences(&package.licence).any(|licence| licence == wanted);
        let authors = format!("The authors of {}", package.name);
        let mit = || include_str!("../../LICENSE-MIT").replace("2026 The Logingate developers", &authors);
        // It is the same for everybody.
        let apache = || include_str!("../../LICENSE-APACHE").to_owned();
        let text = names("MIT").then(mit).or_else(|| names("Apache-2.0").then(apache));
        texts.push(tidy(&text.unwrap_or_else(|| panic!("{} has no licence text", package.name))));
    }
    texts
}

/// Without white space at the ends of lines, which differs where texts do not.
fn tidy(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}
