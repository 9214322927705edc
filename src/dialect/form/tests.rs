//! Every spelling of a form, and what is none.

use proptest::prelude::*;

use super::*;

fn urlencoded(text: &str) -> Form<'_> {
    Form::urlencoded(text.as_bytes()).unwrap()
}

const MULTIPART: &[u8] = b"multipart/form-data; boundary=x";

fn multipart(body: &str) -> Result<Form<'static>, FormFault> {
    Form::multipart(MULTIPART, body.as_bytes())
}

fn parts(fields: &[(&str, &str)]) -> String {
    let part = |(name, value): &(&str, &str)| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    fields.iter().map(part).collect::<String>() + "--x--\r\n"
}

#[test]
fn a_field_has_one_value_or_a_fault() {
    let form = urlencoded("a=1&b=&c=x&c=y&d=%FF&e=%zz&f=1&f=1&g=12345&h&i=a+b%2B&%FF=z&=n");
    for (name, expected) in [
        ("a", Ok("1")),
        ("b", Err(FieldFault::Empty)),
        ("c", Err(FieldFault::Conflicting)),
        ("d", Err(FieldFault::NotText)),
        ("e", Err(FieldFault::NotText)),
        ("f", Ok("1")),
        ("g", Err(FieldFault::TooLong)),
        ("h", Err(FieldFault::Empty)),
        ("i", Ok("a b+")),
        ("j", Err(FieldFault::Missing)),
        ("A", Err(FieldFault::Missing)),
    ] {
        assert_eq!(form.field(name, 4), expected, "{name}");
    }
    assert_eq!(form.field_in_any_case("A", 4), Ok("1"));
    assert_eq!(urlencoded("a=1&A=2").field_in_any_case("a", 4), Err(FieldFault::Conflicting));
}

#[test]
fn an_optional_field_may_be_missing_or_empty_and_nothing_else() {
    let form = urlencoded("a=1&b=&c=x&c=y");
    assert_eq!(form.optional("a", 4), Ok(Some("1")));
    assert_eq!(form.optional("b", 4), Ok(None));
    assert_eq!(form.optional("z", 4), Ok(None));
    assert_eq!(form.optional("c", 4), Err(FieldFault::Conflicting));
}

#[test]
fn a_media_type_is_read_in_any_case_without_its_parameters() {
    for (content_type, expected) in [
        (None, MediaType::UrlEncoded),
        (Some(""), MediaType::UrlEncoded),
        (Some("application/x-www-form-urlencoded; charset=UTF-8"), MediaType::UrlEncoded),
        (Some("Application/X-WWW-Form-Urlencoded"), MediaType::UrlEncoded),
        (Some("multipart/form-data; boundary=x"), MediaType::Multipart),
        (Some("application/json"), MediaType::Other),
        (Some("text/plain"), MediaType::Other),
    ] {
        assert_eq!(MediaType::of(content_type.map(str::as_bytes)), expected, "{content_type:?}");
    }
}

#[test]
fn parts_of_a_multipart_body_are_fields_and_files_are_not() {
    let body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1 + 1\r\n\
                --x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.txt\"\r\n\r\nfile\r\n\
                --x\r\nContent-Disposition: form-data\r\n\r\nnameless\r\n\
                --x\r\nContent-Disposition: form-data; name=\"e\"\r\nContent-Type: text/plain\r\n\r\n\r\n--x--\r\n";
    let form = multipart(body).unwrap();
    assert_eq!(form.field("a", 9), Ok("1 + 1"));
    assert_eq!(form.field("e", 9), Err(FieldFault::Empty));
    assert_eq!(form.field("f", 9), Err(FieldFault::Missing));
}

#[test]
fn a_multipart_body_that_is_none_is_refused() {
    for body in ["", "a=1", "--y\r\n\r\n", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"] {
        assert_eq!(multipart(body), Err(FormFault::Malformed), "{body:?}");
    }
    for content_type in ["multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=x"] {
        assert_eq!(Form::multipart(content_type.as_bytes(), b"--x--\r\n"), Err(FormFault::Malformed), "{content_type}");
    }
}

#[test]
fn the_number_of_fields_is_bounded() {
    let many = |count: usize| "f=1&".repeat(count);
    assert!(Form::urlencoded(many(100).as_bytes()).is_ok());
    assert_eq!(Form::urlencoded(many(101).as_bytes()), Err(FormFault::TooManyFields));
    assert!(multipart(&parts(&vec![("a", "1"); 100])).is_ok());
    assert_eq!(multipart(&parts(&vec![("a", "1"); 101])), Err(FormFault::TooManyFields));
    let (query, body) = (many(60), many(60));
    assert_eq!(urlencoded(&query).join(urlencoded(&body)), Err(FormFault::TooManyFields));
}

#[test]
fn two_parts_of_one_request_are_one_form() {
    let joined = urlencoded("a=1&b=2").join(urlencoded("b=2&c=3&a=9")).unwrap();
    assert_eq!(joined.field("b", 9), Ok("2"));
    assert_eq!(joined.field("c", 9), Ok("3"));
    assert_eq!(joined.field("a", 9), Err(FieldFault::Conflicting));
}

#[test]
fn nothing_shows_what_was_sent() {
    assert_eq!(format!("{:?}", urlencoded("password=hunter2")), "Form { fields: 1, .. }");
}

proptest! {
    #[test]
    fn every_spelling_reads_the_same(value in "[^\r\n]{1,30}", other in "[a-z0-9&=%+]{1,20}") {
        let encoded = form_urlencoded::Serializer::new(String::new())
            .append_pair("value", &value)
            .append_pair("other", &other)
            .finish();
        let sent = parts(&[("value", &value), ("other", &other)]);
        let escaped = |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let query = format!("value={}&other={}", escaped(&value), escaped(&other));
        for form in [urlencoded(&encoded), urlencoded(&query), multipart(&sent).unwrap()] {
            prop_assert_eq!(form.field("value", 1000), Ok(&*value));
            prop_assert_eq!(form.field("other", 1000), Ok(&*other));
        }
    }

    #[test]
    fn no_input_panics(text: Vec<u8>, content_type: Vec<u8>) {
        let _ = Form::urlencoded(&text).map(|form| form.field("a", 4).is_ok());
        let _ = Form::multipart(&content_type, &text);
        let _ = Form::multipart(MULTIPART, &[b"--x\r\n".as_slice(), &text, b"\r\n--x--\r\n"].concat());
        let _ = MediaType::of(Some(&content_type));
    }
}
