//! The revision of a policy: a digest of everything it was compiled from.

use std::collections::BTreeSet;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::decision::Revision;
use crate::policy::data::Document;
use crate::policy::module::Module;
use crate::policy::package::{DataPath, written};

/// What a digest begins with: a change of what compiling means must change every revision.
const SALT: &[u8] = b"logingate policy 2";

/// The revision of `package`, compiled from `modules` and what stands at the paths `data` of `document`.
pub(super) fn of(
    package: &DataPath,
    modules: &[Arc<Module>],
    document: &Document,
    data: &BTreeSet<DataPath>,
) -> Revision {
    let mut digest = Sha256::new();
    // Each part with its length before it, so that no two lists of parts are the same bytes.
    let mut add = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    };
    add(SALT);
    add(written(package).as_bytes());
    let mut sources: Vec<_> = modules.iter().map(|module| (&module.file, &module.text)).collect();
    sources.sort();
    for (file, text) in sources {
        add(file.as_bytes());
        add(text.as_bytes());
    }
    for path in data {
        add(written(path).as_bytes());
        add(&document.digest(path));
    }
    Revision(digest.finalize().into())
}
