//! Texts of Rego as the engine's lexer sees them.

use regorus::unstable::{Lexer, Source, Token, TokenKind};

/// The tokens of a text, up to the first that is none.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    if let Ok(source) = Source::from_contents(String::new(), text.to_owned()) {
        let mut lexer = Lexer::new(&source);
        while let Ok(token) = lexer.next_token() {
            if token.0 == TokenKind::Eof {
                break;
            }
            tokens.push(token);
        }
    }
    tokens
}
