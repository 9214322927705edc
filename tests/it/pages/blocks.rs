//! The fenced blocks of a Markdown text.

/// One fenced block.
pub struct Block {
    /// What follows the opening fence.
    pub kind: &'static str,
    /// The line of its opening fence, from 1.
    pub line: usize,
    /// What stands between the fences.
    pub text: String,
}

/// All fenced blocks in their order.
pub fn blocks(markdown: &'static str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in markdown.lines().enumerate() {
        match (open.take(), line.strip_prefix("```")) {
            (None, None) => {}
            (None, Some(kind)) => open = Some(Block { kind, line: at + 1, text: String::new() }),
            (Some(block), Some(_)) => blocks.push(block),
            (Some(mut block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    blocks
}

#[test]
fn blocks_are_found_with_their_kinds_and_lines() {
    let found = blocks("text\n```toml\na = 1\n\nb = 2\n```\ntext\n```\nx\n```\n");
    let found: Vec<_> = found.iter().map(|block| (block.kind, block.line, block.text.as_str())).collect();
    assert_eq!(found, [("toml", 2, "a = 1\n\nb = 2\n"), ("", 8, "x\n")]);
}
