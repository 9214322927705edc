//! `multipart/form-data` (RFC 7578), read from a body that has arrived whole.

use futures_util::{FutureExt, stream};
use multer::{Constraints, Multipart, SizeLimit};

use super::MAX_BODY_BYTES;
use super::form::FormFault;

/// The names and values of the parts that are no files.
///
/// # Errors
/// When `content_type` names no boundary, the body does not follow it, or there are more than `max_fields` parts.
pub(super) fn fields(content_type: &[u8], body: &[u8], max_fields: usize) -> Result<Vec<(String, Vec<u8>)>, FormFault> {
    let boundary = std::str::from_utf8(content_type).ok().and_then(|text| multer::parse_boundary(text).ok());
    let boundary = boundary.filter(|boundary| !boundary.is_empty()).ok_or(FormFault::Malformed)?;
    let whole = stream::iter([Ok::<_, std::io::Error>(body.to_vec())]);
    let limits = SizeLimit::new().whole_stream(MAX_BODY_BYTES as u64);
    let mut parts = Multipart::with_constraints(whole, boundary, Constraints::new().size_limit(limits));
    let reading = async {
        let mut fields = Vec::new();
        let mut count = 0;
        while let Some(part) = parts.next_field().await.map_err(|_| FormFault::Malformed)? {
            count += 1;
            if count > max_fields {
                return Err(FormFault::TooManyFields);
            }
            let name = part.name().filter(|_| part.file_name().is_none()).map(str::to_owned);
            let value = part.bytes().await.map_err(|_| FormFault::Malformed)?;
            fields.extend(name.map(|name| (name, value.to_vec())));
        }
        Ok(fields)
    };
    // The whole body is there, so there is nothing to wait for; a reader that waits all the same has lost its way.
    reading.now_or_never().unwrap_or(Err(FormFault::Malformed))
}
