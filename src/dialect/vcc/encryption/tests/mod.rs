//! The contract's worked examples, made with OpenSSL, and what any other body gets.

mod openssl;
mod platform;

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use proptest::prelude::*;

use crate::config::{Cipher, CipherMode, EncryptionSettings, IvSource, Secret};
use crate::decision::Login;
use crate::dialect::vcc::Hook;
use crate::dialect::vcc::tests::{SAMPLE, get, post, sample, settings};
use crate::dialect::{Problem, Request};
use platform::{Case, MODES, bytes_of_iv, encrypt};

const KEY: &str = "very secret key";
const IV: &str = "iv=000102030405060708090a0b0c0d0e0f";
const CTR: &str = "2NRFohjfYJ+1gltn8I0pJn4YWGyNo/iK5MSGd1MtquOE0omo5FytJ/X25wZTR65KqkbzDXY5utldYFA1vRp2Ms0m8GgOHmNP8ZQpfWhbBcTLd7u0QYO9X/ZTcj8UvmmuQ1tlkt8=";
const CTR_EMPTY_IV: &str = "cMFkazDPFiWrNu9SufSZo5ujnBQ6M+DQ7o7aqn8V57DPd/vAEO3a4GlwrkCxKtGCn5/ngbhULvusfKbAcy9wUFJ3MxEilofSpRWIv/ZKKN6mfIlFikYANfy1+xMfiPqV4NMvnBc=";
const CBC: &str = "TW3KUm1Frc6+fksrzG3XE+4ItOSWhqJRh2broMkMEbISJbm5QjggMyUPG187rTjjFXcn+ieg4L8TPcuCJj1iDYHMU55kyg7aZTAjp8EnDefP10ucRl1bt81WHu1qF5DTSKH2NN+8H48xF+n+ojrGYw==";
const CBC_128_EMPTY_IV: &str = "wAyubpYNVu6++ns+sLHCzroEYcO+2XjaAdQhdOpkZdTprEcyHCZ2UwzgmWxu6ufLhWHCwP+Qar67E+wwcuc2Lg/7wnS0f1wnUnN2QVlWqQr53AU6492zfQ7ghKY0LWilwa0kWfG1w03O83DjE/d9YQ==";
const CFB: &str = "2NRFohjfYJ+1gltn8I0pJom3hLD/096JEHGbnJr/8v5yYvAnf99++ShGZZzTTWjkfoTY0868iBkRQg2TufOfqsicDzMkac8jf5TcX5BzbNovTSibgolx2e+RkYo4H8PAf0Oius4=";
const ECB: &str = "+asKmEbbLaJm8/TxQmqPtPa52zUQCeatuo/806QEYomvZ1SWk/YKgJLd/JsT3GmIu2vMfnw45oF+vEIL11xTKW+1n/nBxet3qJK/LE+uDCZ9dGyf9AvWq7lNGthREII9bXNKApWbCJUchbTQv/PYUQ==";
const LONG_KEY: &str = "this key is definitely longer than thirty-two bytes";
const CTR_LONG_KEY: &str = "RrJ9/tZ4beNRYhbv+/0/YM1gH9adxY4q354EgAfBr91+2uJRQThsi+c3fCvn4Po9wI+klshNMilJvM5lV9+ZUoQyPBA5SOVDxp30easFHyuyJDa89LJxbrz1teFarKLJ2dLQQck=";

fn hook(key_bits: u16, mode: CipherMode, key: &[u8], iv: IvSource) -> Hook {
    let mut settings = settings();
    let cipher = Cipher { key_bits, mode };
    settings.encryption = Some(EncryptionSettings { cipher, key: Secret::new(key), iv });
    Hook::new(&settings)
}

fn read(hook: &Hook, query: &str, body: impl AsRef<[u8]>) -> Result<Login, Problem> {
    hook.read(&Request { query, ..post(body.as_ref()) })
}

fn reason(outcome: Result<Login, Problem>) -> String {
    outcome.unwrap_err().log_reason().unwrap().to_owned()
}

fn ctr_hook() -> Hook {
    hook(256, CipherMode::Ctr, KEY.as_bytes(), IvSource::Query)
}

#[test]
fn the_worked_examples_of_the_contract_are_read() {
    use CipherMode::{Cbc, Cfb, Ctr, Ecb};
    use IvSource::{Empty, Query};
    for (key_bits, mode, key, iv, body) in [
        (256, Ctr, KEY, Query, CTR),
        (256, Ctr, KEY, Empty, CTR_EMPTY_IV),
        (256, Cbc, KEY, Query, CBC),
        (128, Cbc, KEY, Empty, CBC_128_EMPTY_IV),
        (256, Cfb, KEY, Query, CFB),
        (256, Ecb, KEY, Query, ECB),
        (256, Ctr, LONG_KEY, Query, CTR_LONG_KEY),
    ] {
        let hook = hook(key_bits, mode, key.as_bytes(), iv);
        assert_eq!(read(&hook, &format!("secret-key=S&{IV}"), body), Ok(sample()), "{body}");
    }
}

#[test]
fn the_vector_is_hexadecimal_of_either_case() {
    for query in
        ["iv=000102030405060708090A0B0c0d0e0F", "x=%&iv=%30%30%30102030405060708090a0b0c0d0e0f", &format!("{IV}&{IV}")]
    {
        assert_eq!(read(&ctr_hook(), query, CTR), Ok(sample()), "{query}");
    }
}

#[test]
fn a_bad_vector_is_refused_with_its_reason_in_the_log() {
    for (query, expected) in [
        ("", "no iv"),
        ("IV=000102030405060708090a0b0c0d0e0f", "no iv"),
        ("iv", "not 16 bytes"),
        ("iv=", "not 16 bytes"),
        ("iv=${iv}", "placeholder"),
        ("iv=%24%7Biv%7D", "placeholder"),
        ("iv=000102030405060708090a0b0c0d0e", "not 16 bytes"),
        ("iv=000102030405060708090a0b0c0d0e0", "not 16 bytes"),
        ("iv=000102030405060708090a0b0c0d0e0f1", "not 16 bytes"),
        ("iv=000102030405060708090a0b0c0d0e0f10", "not 16 bytes"),
        ("iv=000102030405060708090a0b0c0d0e0g", "not 16 bytes"),
        ("iv=+f0102030405060708090a0b0c0d0e0f", "not 16 bytes"),
        ("iv=%zz", "broken percent escape"),
        ("iv=000102030405060708090a0b0c0d0e0f&iv=00", "two different"),
    ] {
        let reason = reason(read(&ctr_hook(), query, CTR));
        assert!(reason.contains(expected), "{query}: {reason}");
    }
}

#[test]
fn an_empty_vector_and_ecb_need_no_query() {
    let empty = hook(256, CipherMode::Ctr, KEY.as_bytes(), IvSource::Empty);
    assert_eq!(read(&empty, "", CTR_EMPTY_IV), Ok(sample()));
    assert_eq!(read(&empty, "iv=${iv}", CTR_EMPTY_IV), Ok(sample()));
    assert_eq!(read(&hook(256, CipherMode::Ecb, KEY.as_bytes(), IvSource::Query), "", ECB), Ok(sample()));
}

#[test]
fn base64_is_read_in_every_dress() {
    let ecb = hook(256, CipherMode::Ecb, KEY.as_bytes(), IvSource::Query);
    let wrapped: Vec<&str> = ECB.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    for body in [
        format!("\u{feff}{ECB}"),
        format!("  \r\n{ECB}\n \t"),
        wrapped.join("\r\n"),
        ECB.trim_end_matches('=').to_owned(),
        format!(" {}\n", ECB.trim_end_matches('=')),
        ECB.replace('+', "-").replace('/', "_"),
        BASE64_URL_SAFE_NO_PAD.encode(BASE64_STANDARD.decode(ECB).unwrap()),
        ECB.replace('+', " "),
        ECB.replace('+', " ").trim_end_matches('=').to_owned(),
    ] {
        assert_eq!(read(&ecb, "", &body), Ok(sample()), "{body}");
    }
}

#[test]
fn everything_wrong_with_a_body_gets_one_and_the_same_answer() {
    let cbc = hook(256, CipherMode::Cbc, KEY.as_bytes(), IvSource::Query);
    let no_project = encrypt(
        &Case { key_bits: 256, mode: CipherMode::Cbc, key: KEY.into(), iv: bytes_of_iv() },
        br#"{"userId":77}"#,
    );
    let no_json = encrypt(
        &Case { key_bits: 256, mode: CipherMode::Cbc, key: KEY.into(), iv: bytes_of_iv() },
        b"projectId=1&userId=2",
    );
    let cases = [
        (IV, String::new(), "empty"),
        (IV, " \n".into(), "empty"),
        (IV, SAMPLE.into(), "plain body"),
        (IV, "projectId=1&userId=2".into(), "not base64"),
        (IV, "@@@@".into(), "not base64"),
        (IV, format!("{CBC}===="), "not base64"),
        (IV, CBC[..64].into(), "padding"),
        (IV, CBC[..60].into(), "padding"),
        ("iv=000102030405060708090a0b0c0d0e0e", CBC.into(), "not JSON"),
        ("iv=ff0102030405060708090a0b0c0d0e0f", CBC.into(), "not UTF-8"),
        ("iv=${iv}", CBC.into(), "placeholder"),
        (IV, no_project, "missing_field: projectId"),
        (IV, no_json, "not a JSON object"),
    ];
    for (query, body, expected) in cases {
        let problem = read(&cbc, query, &body).unwrap_err();
        let log_reason = problem.log_reason().unwrap();
        assert!(log_reason.contains(expected), "{body}: {log_reason}");
        assert!(!log_reason.contains("77"), "{log_reason}");
        let any = Problem::UndecryptableBody { reason: "another".into() };
        assert_eq!((problem.status(), problem.document()), (400, any.document()), "{body}");
    }
}

#[test]
fn a_get_does_not_get_round_the_encryption() {
    assert!(reason(ctr_hook().read(&get("projectId=1&userId=2"))).contains("GET"));
}

#[test]
fn a_wrong_key_reads_nothing() {
    for mode in MODES {
        let right = Case { key_bits: 192, mode, key: b"right".to_vec(), iv: bytes_of_iv() };
        let body = encrypt(&right, SAMPLE.as_bytes());
        assert!(read(&hook(192, mode, b"right", IvSource::Query), IV, &body).is_ok(), "{mode:?}");
        assert!(read(&hook(192, mode, b"wrong", IvSource::Query), IV, &body).is_err(), "{mode:?}");
        assert!(read(&hook(256, mode, b"right", IvSource::Query), IV, &body).is_err(), "{mode:?}");
    }
}

fn any_case() -> impl Strategy<Value = Case> {
    let cipher = (prop::sample::select(vec![128, 192, 256]), prop::sample::select(MODES.to_vec()));
    let key = prop::collection::vec(any::<u8>(), 1..48);
    (cipher, key, any::<[u8; 16]>()).prop_map(|((key_bits, mode), key, iv)| Case { key_bits, mode, key, iv })
}

proptest! {
    #[test]
    fn what_is_encrypted_here_is_what_the_platform_sends(case in any_case(), body: Vec<u8>) {
        let cipher = Cipher { key_bits: case.key_bits, mode: case.mode };
        let settings = EncryptionSettings { cipher, key: Secret::new(case.key.clone()), iv: IvSource::Query };
        prop_assert_eq!(super::encrypt(&settings, &case.iv, &body), encrypt(&case, &body));
    }

    #[test]
    fn what_any_cipher_with_any_key_encrypts_is_read(case in any_case(), padding in 0_usize..33) {
        let hex = format!("{:032x}", u128::from_be_bytes(case.iv));
        let body = encrypt(&case, format!("{SAMPLE}{}", " ".repeat(padding)).as_bytes());
        let hook = hook(case.key_bits, case.mode, &case.key, IvSource::Query);
        prop_assert_eq!(read(&hook, &format!("iv={hex}"), &body), Ok(sample()));
        prop_assert_eq!(read(&hook, &format!("iv={hex}"), body.replace('+', " ")), Ok(sample()));
    }

    #[test]
    fn no_body_panics_and_no_garbage_is_read(case in any_case(), noise: Vec<u8>, query in any::<String>()) {
        let body = BASE64_STANDARD.encode(&noise);
        let hook = hook(case.key_bits, case.mode, &case.key, IvSource::Empty);
        for outcome in [read(&hook, &query, &noise), read(&hook, &query, &body), read(&ctr_hook(), &query, &noise)] {
            prop_assert_eq!(outcome.map_err(|problem| problem.kind()), Err("undecryptable_body"));
        }
    }
}
