//! Whatever stands in the files, they are judged and nothing breaks.

use proptest::prelude::*;

use super::super::files::Files;
use super::super::material::Material;
use super::super::{Fault, Faults};
use super::pair;
use crate::config::{ClientCertificateSettings, TlsSettings};
use crate::telemetry::metrics::Listener;

fn judge(certificate: &[u8], key: &[u8], authorities: &[u8]) -> Result<Material, Faults> {
    let settings = TlsSettings {
        certificate: "tls.crt".into(),
        key: "tls.key".into(),
        clients: Some(ClientCertificateSettings { authorities: "ca.crt".into(), are_required: true }),
    };
    let files = Files {
        certificate: Ok(certificate.to_vec()),
        key: Ok(key.to_vec()),
        authorities: Some(Ok(authorities.to_vec())),
    };
    Material::from_files(files, Listener::Platforms, &settings, 1_795_420_800)
}

#[test]
fn a_sound_pair_is_taken_whatever_else_stands_in_its_files() {
    let (certificate, key) = pair();
    assert!(judge(certificate.as_bytes(), key.as_bytes(), certificate.as_bytes()).is_ok());
    let both = format!("some words\n{key}\n{certificate}");
    let windows = both.replace('\n', "\r\n");
    for file in [both, windows] {
        assert!(judge(file.as_bytes(), file.as_bytes(), certificate.as_bytes()).is_ok(), "{file}");
    }
}

#[test]
fn each_file_that_is_wrong_is_told() {
    let faults = judge(b"", b"", b"").unwrap_err();
    let settings: Vec<_> = faults.all().iter().map(Fault::setting).collect();
    assert_eq!(settings, ["tls.certificate", "tls.key", "tls.client_ca"]);
    assert_eq!(faults.to_string().lines().count(), 3);
}

proptest! {
    #[test]
    fn no_bytes_can_crash_the_judging(certificate: Vec<u8>, key: Vec<u8>, authorities: Vec<u8>) {
        prop_assert!(judge(&certificate, &key, &authorities).is_err());
    }

    #[test]
    fn a_pair_with_a_byte_changed_is_judged_without_showing_the_key(at in 0_usize..400, byte in 0x20_u8..0x7f) {
        let (certificate, key) = pair();
        let spoilt = |text: &str| {
            let mut bytes = text.as_bytes().to_vec();
            let at = at % bytes.len();
            bytes[at] = byte;
            bytes
        };
        for (certificate, key) in [
            (spoilt(&certificate), key.clone().into_bytes()),
            (certificate.clone().into_bytes(), spoilt(&key)),
        ] {
            if let Err(faults) = judge(&certificate, &key, &certificate) {
                let told = format!("{faults} {faults:?}");
                let secret = String::from_utf8(key).unwrap();
                prop_assert!(secret.lines().all(|line| line.starts_with('-') || line.is_empty() || !told.contains(line)));
            }
        }
    }
}
