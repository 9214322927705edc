//! From bytes to text.

use proptest::prelude::*;

use super::*;

fn module(bytes: &[u8]) -> File {
    File::from_bytes(FileKind::Module, bytes)
}

fn fault(bytes: &[u8]) -> TreeFaultKind {
    match module(bytes).content {
        Content::Text(text) => panic!("{text:?}"),
        Content::Fault(fault) => fault,
    }
}

#[test]
fn the_byte_order_mark_and_carriage_returns_go() {
    let bench =
        Bench::with(&[("a.rego", "\u{FEFF}package a\r\n\r\nallow := true\r\n"), ("b.rego", "\u{FEFF}\u{FEFF}\r")]);
    let tree = bench.scan();
    assert_eq!(&*text(&tree, "a.rego"), "package a\n\nallow := true\n");
    assert_eq!(&*text(&tree, "b.rego"), "\u{FEFF}\r");
}

#[test]
fn the_digest_is_that_of_the_raw_bytes() {
    // `printf abc | sha256sum`
    assert_eq!(module(b"abc").digest[..8], [0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea]);
}

#[test]
fn text_that_is_not_utf8_is_a_fault_that_says_where() {
    let expected = TreeFaultKind::NotUtf8 { line: 2, column: 4, byte: 0xFC, utf16: false };
    assert_eq!(fault(b"package a\n# M\xFCnchen"), expected);
    assert_eq!(fault(b"\xEF\xBB\xBFab\xC3"), TreeFaultKind::NotUtf8 { line: 1, column: 3, byte: 0xC3, utf16: false });
    let words = fault(b"\xFF\xFEp\0").to_string();
    assert!(words.contains("byte 0xFF at line 1, byte 1 of that line (it looks like UTF-16)"), "{words}");
}

#[test]
fn a_file_may_be_as_large_as_the_limit_and_no_larger() {
    let limit = usize::try_from(FileKind::Module.limit_bytes()).unwrap();
    let bench = Bench::new();
    bench.write("a.rego", vec![b'#'; limit]);
    bench.write("b.rego", vec![b'#'; limit + 1]);
    bench.write("c.rego", vec![b'#'; limit + 9]);
    bench.write("data.json", vec![b' '; limit + 1]);
    let tree = bench.scan();
    assert_eq!(text(&tree, "a.rego").len(), limit);
    for (path, size) in [("b.rego", limit + 1), ("c.rego", limit + 9)] {
        let too_large = TreeFaultKind::TooLarge { size_bytes: size as u64, limit_bytes: limit as u64 };
        assert_eq!(tree.files[path].content, Content::Fault(too_large));
    }
    assert_eq!(text(&tree, "data.json").len(), limit + 1);
}

#[test]
fn unchanged_text_is_shared_with_the_look_before() {
    let bench = Bench::with(&[("a.rego", "same"), ("b.rego", "old")]);
    let first = bench.scan();
    bench.write("b.rego", "new");
    let second = scan(&bench.root(), Some(&first)).unwrap();
    assert!(Arc::ptr_eq(&text(&first, "a.rego"), &text(&second, "a.rego")));
    assert_eq!(&*text(&second, "b.rego"), "new");
    assert_ne!(first.files["b.rego"].digest, second.files["b.rego"].digest);
}

#[test]
fn different_faults_have_different_digests() {
    let of = |size_bytes| File::unread(FileKind::Module, TreeFaultKind::TooLarge { size_bytes, limit_bytes: 1 }).digest;
    assert_eq!(of(2), of(2));
    assert_ne!(of(2), of(3));
}

proptest! {
    #[test]
    fn any_bytes_become_a_text_or_a_fault(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let file = module(&bytes);
        match &file.content {
            Content::Text(text) => {
                prop_assert_eq!(text.matches('\n').count(), bytes.split(|&byte| byte == b'\n').count() - 1);
            }
            Content::Fault(fault) => {
                prop_assert!(std::str::from_utf8(&bytes).is_err());
                let TreeFaultKind::NotUtf8 { line, column, byte, .. } = *fault else { panic!("{fault}") };
                let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
                prop_assert_eq!(text.split(|&byte| byte == b'\n').nth(line - 1).unwrap()[column - 1], byte);
            }
        }
    }

    #[test]
    fn lines_stay_where_they_are(lines in proptest::collection::vec("[a-zäß]{0,5}", 0..9)) {
        let text: String = lines.join("\n");
        let windows = format!("\u{FEFF}{}", lines.join("\r\n"));
        prop_assert_eq!(module(windows.as_bytes()).content, Content::Text(text.into()));
    }
}
