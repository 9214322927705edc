//! Ozonetel.

/// `[ozonetel]`
#[derive(Debug, Clone)]
pub struct OzonetelSettings {
    /// Whether its clients are answered.
    pub is_enabled: bool,
    /// Where they are; begins with `/` and does not end with it.
    pub path: String,
    /// The digits of the country of phone numbers that name none; `None` compares numbers as they are.
    pub country_code: Option<String>,
}
