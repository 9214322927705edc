//! Every cipher as OpenSSL 3.0 computes it (`openssl enc -aes-… -K … -iv … -base64 -A`). The vector is all ones, so that
//! a counter that does not carry through all sixteen bytes shows.

use super::super::encrypt;
use super::{KEY, hook, read};
use crate::config::CipherMode::{Cbc, Cfb, Cfb8, Ctr, Ecb, Ofb};
use crate::config::{Cipher, CipherMode, EncryptionSettings, IvSource, Secret};
use crate::dialect::vcc::tests::read_post;

const PLAIN: &str = r#"{"projectId":1,"userId":2,"groupId":3}"#;

#[rustfmt::skip]
const ENCRYPTED: [(u16, CipherMode, &str); 18] = [
    (128, Ctr, "c6FBB0LMUgzwMy5pP7HJnnyLrUwN3a5VNJyOEYp1gCTCQFt0tOg="),
    (128, Cbc, "/G/cyazyra8x1fj+jxniUJkAeH+btkWWTJd9xII0sXB/EdPislwo/T8xxd0EQY/J"),
    (128, Cfb, "c6FBB0LMUgzwMy5pP7HJnorwfsgr/I76Z+NHMsslZ97hGLAz8X8="),
    (128, Cfb8, "c7PVYOSEED0FKF+OX/U6xZp2+Tn82pHrrxaxV253XSCZzlUk4ps="),
    (128, Ofb, "c6FBB0LMUgzwMy5pP7HJnt0EGmJnTTzgst9IoUkZGUMVulO1TLE="),
    (128, Ecb, "wAyubpYNVu6++ns+sLHCzkh5CA5GNNuFPQIGFQjUTPP90AAw2E8I1ddrXOEaX+Tz"),
    (192, Ctr, "kHGxKiMnUv+ndYBvYJhIOvGv+LcFIcuB3DcZCnLJJdi+B/HNFSw="),
    (192, Cbc, "YF67s9Wdk7qqX+AQboMcYPatM2tJlnOP4ooBRVcXA/u/XwQVYIvOEYJYy8LhvDBB"),
    (192, Cfb, "kHGxKiMnUv+ndYBvYJhIOm85GxARE1BXKz034xAcZWMm82lzlIA="),
    (192, Cfb8, "kKIbt4CHLUu98krTXbiz32KFNioCdu8kmH+vRatyOSFpWWmQtLU="),
    (192, Ofb, "kHGxKiMnUv+ndYBvYJhIOtWlPSukDvd1LqS/2+t4halonC/X9JA="),
    (192, Ecb, "IZHLHrIIe2foVMljhTbpnHVzd8wfjWdwP/NqnW29J226dtgW/VJnDRvMH+ujZttK"),
    (256, Ctr, "vUdSDwUT63MiCHUnpMLhI36QcWsWwVF87VOpF/GqwPGntNtcQCo="),
    (256, Cbc, "GD4Z0RpLQ25fGdX31Hv81LNmqrxl4giLkULHwjLbU7VbHYJud+DW/GK31RFUa9kN"),
    (256, Cfb, "vUdSDwUT63MiCHUnpMLhI7aQqwJndzKeLKg9vJfaZZwAdZobtN0="),
    (256, Cfb8, "vcGnVjsbGU+BihipwtEOSqaG8IPxJItvgeYPlQBQpqIglUXhVrI="),
    (256, Ofb, "vUdSDwUT63MiCHUnpMLhI153iEnTM52DH+Jgxk4XH/q0ijGQXrI="),
    (256, Ecb, "+asKmEbbLaJm8/TxQmqPtDU6NczMW9UN/m5duWMcc2Vel1ujQfG8M9ACH2wpluUf"),
];

#[test]
fn every_cipher_reads_what_openssl_wrote() {
    for (key_bits, mode, body) in ENCRYPTED {
        let hook = hook(key_bits, mode, KEY.as_bytes(), IvSource::Query);
        let login = read(&hook, "iv=ffffffffffffffffffffffffffffffff", body);
        assert_eq!(login, read_post(PLAIN), "aes-{key_bits}-{mode:?}");
    }
}

#[test]
fn every_cipher_writes_what_openssl_writes() {
    for (key_bits, mode, body) in ENCRYPTED {
        let cipher = Cipher { key_bits, mode };
        let settings = EncryptionSettings { cipher, key: Secret::new(KEY), iv: IvSource::Query };
        assert_eq!(encrypt(&settings, &[0xff; 16], PLAIN.as_bytes()), body, "{cipher}");
    }
}
