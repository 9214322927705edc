//! What may be quoted back to the caller.

/// A piece of what the caller sent: a few characters and no control characters, so that it
/// may stand in an answer and in a log line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt(String);

impl Excerpt {
    /// The longest excerpt, in characters of the original.
    pub const MAX_CHARS: usize = 64;

    /// The beginning of `text`; `…` marks that more followed.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::up_to(Self::MAX_CHARS, text)
    }

    /// The same of a sentence of ours that quotes what was sent: it may be a few times as long.
    #[must_use]
    pub fn of_sentence(text: &str) -> Self {
        Self::up_to(4 * Self::MAX_CHARS, text)
    }

    fn up_to(most: usize, text: &str) -> Self {
        let mut rest = text.chars();
        let mut excerpt = String::new();
        for character in rest.by_ref().take(most) {
            if character.is_control() {
                excerpt.extend(character.escape_default());
            } else {
                excerpt.push(character);
            }
        }
        if rest.next().is_some() {
            excerpt.push('…');
        }
        Self(excerpt)
    }

    /// The excerpt's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
