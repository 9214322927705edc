//! A problem as RFC 9457 writes it.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Problem;

impl Problem {
    /// The media type of the problem document.
    pub const CONTENT_TYPE: &'static str = "application/problem+json";

    /// The problem document: JSON of [`Problem::CONTENT_TYPE`].
    #[must_use]
    pub fn document(&self) -> Vec<u8> {
        // Only text and numbers go in, so that nothing can fail.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut document = serializer.serialize_map(None)?;
        document.serialize_entry("type", &format_args!("urn:logingate:problem:{}", self.kind()))?;
        document.serialize_entry("title", self.title())?;
        document.serialize_entry("status", &self.status())?;
        document.serialize_entry("detail", &self.detail())?;
        if let Some(field) = self.field() {
            document.serialize_entry("field", field)?;
        }
        if let Self::UnknownParameter { got, .. } = self {
            document.serialize_entry("field", got.as_str())?;
        }
        if let Self::InvalidField { got, .. } | Self::UnknownParameter { got, .. } = self {
            document.serialize_entry("got", got.as_str())?;
        }
        if let Self::InvalidField { accepted, .. }
        | Self::MissingField { accepted, .. }
        | Self::UnknownParameter { accepted, .. } = self
        {
            document.serialize_entry("accepted", accepted)?;
        }
        if let Self::FaultyCandidates { errors } = self {
            document.serialize_entry("errors", errors)?;
        }
        if let Self::FaultyAgents { faults, .. } = self {
            document.serialize_entry("faults", faults)?;
        }
        document.end()
    }
}
