//! Encrypted bodies: the contract's worked examples (§2.2), and one refusal for everything else.

use crate::server::{POLICIES, Response, SAMPLE, SAMPLE_ANSWER, TestServer};

const IV: &str = "000102030405060708090a0b0c0d0e0f";
const CTR: &str = "2NRFohjfYJ+1gltn8I0pJn4YWGyNo/iK5MSGd1MtquOE0omo5FytJ/X25wZTR65KqkbzDXY5utldYFA1vRp2Ms0m8GgOHmNP8ZQpfWhbBcTLd7u0QYO9X/ZTcj8UvmmuQ1tlkt8=";
const CBC: &str = "TW3KUm1Frc6+fksrzG3XE+4ItOSWhqJRh2broMkMEbISJbm5QjggMyUPG187rTjjFXcn+ieg4L8TPcuCJj1iDYHMU55kyg7aZTAjp8EnDefP10ucRl1bt81WHu1qF5DTSKH2NN+8H48xF+n+ojrGYw==";
const LONG_KEY: &str = "this key is definitely longer than thirty-two bytes";

/// Cipher, key, IV, body.
const EXAMPLES: [(&str, &str, &str, &str); 7] = [
    ("aes-256-ctr", "very secret key", "query", CTR),
    (
        "aes-256-ctr",
        "very secret key",
        "empty",
        "cMFkazDPFiWrNu9SufSZo5ujnBQ6M+DQ7o7aqn8V57DPd/vAEO3a4GlwrkCxKtGCn5/ngbhULvusfKbAcy9wUFJ3MxEilofSpRWIv/ZKKN6mfIlFikYANfy1+xMfiPqV4NMvnBc=",
    ),
    ("aes-256-cbc", "very secret key", "query", CBC),
    (
        "aes-128-cbc",
        "very secret key",
        "empty",
        "wAyubpYNVu6++ns+sLHCzroEYcO+2XjaAdQhdOpkZdTprEcyHCZ2UwzgmWxu6ufLhWHCwP+Qar67E+wwcuc2Lg/7wnS0f1wnUnN2QVlWqQr53AU6492zfQ7ghKY0LWilwa0kWfG1w03O83DjE/d9YQ==",
    ),
    (
        "aes-256-cfb",
        "very secret key",
        "query",
        "2NRFohjfYJ+1gltn8I0pJom3hLD/096JEHGbnJr/8v5yYvAnf99++ShGZZzTTWjkfoTY0868iBkRQg2TufOfqsicDzMkac8jf5TcX5BzbNovTSibgolx2e+RkYo4H8PAf0Oius4=",
    ),
    (
        "aes-256-ecb",
        "very secret key",
        "empty",
        "+asKmEbbLaJm8/TxQmqPtPa52zUQCeatuo/806QEYomvZ1SWk/YKgJLd/JsT3GmIu2vMfnw45oF+vEIL11xTKW+1n/nBxet3qJK/LE+uDCZ9dGyf9AvWq7lNGthREII9bXNKApWbCJUchbTQv/PYUQ==",
    ),
    (
        "aes-256-ctr",
        LONG_KEY,
        "query",
        "RrJ9/tZ4beNRYhbv+/0/YM1gH9adxY4q354EgAfBr91+2uJRQThsi+c3fCvn4Po9wI+klshNMilJvM5lV9+ZUoQyPBA5SOVDxp30easFHyuyJDa89LJxbrz1teFarKLJ2dLQQck=",
    ),
];

/// One hook for each example: `/0`, `/1`, …
fn server() -> TestServer {
    let hook = |(index, (cipher, key, iv, _)): (usize, &(&str, &str, &str, &str))| {
        format!(
            "[[vcc.hooks]]\nname = \"h{index}\"\npath = \"/{index}\"\n\
             [vcc.hooks.encryption]\ncipher = \"{cipher}\"\nkey = \"{key}\"\niv = \"{iv}\"\n"
        )
    };
    TestServer::with(&EXAMPLES.iter().enumerate().map(hook).collect::<String>(), POLICIES)
}

#[test]
fn the_worked_examples_are_answered_in_plain_json() {
    let server = server();
    for (index, (cipher, _, iv, body)) in EXAMPLES.iter().enumerate() {
        let query = if *iv == "query" { format!("?iv={IV}") } else { String::new() };
        let answer = server.post(&format!("/{index}{query}"), body);
        assert_eq!((answer.status, &*answer.body), (200, SAMPLE_ANSWER), "{cipher} {iv}");
        assert_eq!(answer.header("content-type"), Some("application/json"));
    }
}

#[test]
fn whatever_is_wrong_is_refused_with_the_same_bytes() {
    let server = server();
    let mut connection = server.connect();
    let mut wrong_padding = CBC.to_owned();
    wrong_padding.replace_range(wrong_padding.len() - 8.., "AAAAAA==");
    let cases = [
        ("plain JSON", "POST", format!("/0?iv={IV}"), SAMPLE),
        ("a plain form", "POST", format!("/0?iv={IV}"), "projectId=1&userId=2"),
        ("a plain GET", "GET", format!("/0?iv={IV}&projectId=1&userId=2"), ""),
        ("no body", "POST", format!("/0?iv={IV}"), ""),
        ("no IV", "POST", "/0".to_owned(), CTR),
        ("a short IV", "POST", "/0?iv=0001".to_owned(), CTR),
        ("a placeholder for an IV", "POST", "/0?iv=${iv}".to_owned(), CTR),
        ("an escaped placeholder", "POST", "/0?iv=%24%7Biv%7D".to_owned(), CTR),
        ("another IV", "POST", format!("/0?iv={}", IV.replace('0', "f")), CTR),
        ("another key", "POST", format!("/6?iv={IV}"), CTR),
        ("wrong padding", "POST", format!("/2?iv={IV}"), &*wrong_padding),
        ("a cut block", "POST", format!("/2?iv={IV}"), &CBC[..CBC.len() - 4]),
    ];
    let mut refusals: Vec<(&str, Response)> = Vec::new();
    for (name, method, target, body) in &cases {
        let mut answer = connection.ask(method, target, body);
        answer.headers.retain(|(name, _)| name != "date");
        assert_eq!((answer.status, &*answer.problem()), (400, "undecryptable_body"), "{name}");
        refusals.push((name, answer));
    }
    for (name, refusal) in &refusals {
        assert_eq!(refusal, &refusals[0].1, "{name}");
    }
}
