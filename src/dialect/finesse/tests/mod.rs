//! What is read of PUT bodies and what is answered.

mod answers;
mod properties;

use super::{ApiError, ErrorKind, UserUpdate, is_extension, is_xml};

fn read(body: &str) -> Result<UserUpdate, ApiError> {
    UserUpdate::read(body.as_bytes())
}

fn refused(body: &str) -> ErrorKind {
    read(body).expect_err(body).kind
}

fn login(extension: &str) -> UserUpdate {
    UserUpdate::Login { extension: extension.to_owned() }
}

#[test]
fn the_documented_bodies_are_read() {
    for (body, update) in [
        ("<User>\n   <state>LOGIN</state>\n   <extension>1001001</extension>\n</User>", login("1001001")),
        (
            "<User><state>LOGIN</state><extension>1001001</extension><mobileAgent><mode>CALL_BY_CALL</mode>\
             <dialNumber>4085551234</dialNumber></mobileAgent></User>",
            login("1001001"),
        ),
        ("<User><state>LOGOUT</state></User>", UserUpdate::Logout { reason: None }),
        (
            "<User><state>LOGOUT</state><reasonCodeId>11</reasonCodeId></User>",
            UserUpdate::Logout { reason: Some("11".into()) },
        ),
        ("<User><state>READY</state></User>", UserUpdate::Ready),
        (
            "<User><state>NOT_READY</state><reasonCodeId>1</reasonCodeId></User>",
            UserUpdate::NotReady { reason: Some("1".into()) },
        ),
        ("<User><state>NOT_READY</state><reasonCodeId>-1</reasonCodeId></User>", UserUpdate::NotReady { reason: None }),
    ] {
        assert_eq!(read(body), Ok(update), "{body}");
    }
}

#[test]
fn what_xml_allows_around_and_inside_is_read() {
    for body in [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<User><state>LOGIN</state><extension>5101</extension></User>\n",
        "<!-- a --><User a=\"b\"><!-- b --><state> LOGIN </state><other><x/></other><extension>51&#48;1</extension></User>",
        "<User><extension><![CDATA[5101]]></extension><state>LOGIN</state><roles/></User>",
        "<User xmlns=\"urn:x\"><state>LOGIN</state><extension>5101</extension></User>",
    ] {
        assert_eq!(read(body), Ok(login("5101")), "{body}");
    }
}

#[test]
fn what_is_no_single_user_is_refused() {
    let deep = format!("<User>{}{}</User>", "<a>".repeat(40), "</a>".repeat(40));
    for body in [
        "",
        "   ",
        "state=LOGIN",
        "{\"state\":\"LOGIN\"}",
        "<User>",
        "<User><state>READY</User>",
        "</User>",
        "<user><state>READY</state></user>",
        "<Users><User><state>READY</state></User></Users>",
        "<User><state>READY</state></User><User/>",
        "<User><state>READY</state></User>x",
        "x<User><state>READY</state></User>",
        "<User><state>READY</state><state>NOT_READY</state></User>",
        "<User><state>READY<b/></state></User>",
        "<!DOCTYPE User><User><state>READY</state></User>",
        "<!DOCTYPE User [<!ENTITY r \"READY\">]><User><state>&r;</state></User>",
        "<User><state>READY</state><x>&r;</x></User>",
        "<?x y?><User><state>READY</state></User>",
        &deep,
    ] {
        assert_eq!(refused(body), ErrorKind::BadRequest, "{body}");
    }
    assert_eq!(UserUpdate::read(b"<User><state>\xff</state></User>").unwrap_err().kind, ErrorKind::BadRequest);
}

#[test]
fn what_is_missing_or_cannot_be_is_told_apart() {
    for (body, kind, data) in [
        ("<User/>", ErrorKind::ParameterMissing, "state is missing"),
        ("<User><state> </state></User>", ErrorKind::ParameterMissing, "state is missing"),
        ("<User><state>LOGIN</state></User>", ErrorKind::ParameterMissing, "extension is missing"),
        (
            "<User><state>LOGIN</state><extension>5</extension><mobileAgent/></User>",
            ErrorKind::ParameterMissing,
            "mode is missing",
        ),
        (
            "<User><state>LOGIN</state><extension>5</extension><mobileAgent><mode>X</mode></mobileAgent></User>",
            ErrorKind::ParameterMissing,
            "dialNumber is missing",
        ),
        (
            "<User><state>LOGIN</state><extension>5</extension><mobileAgent><mode>X</mode><dialNumber>1</dialNumber>\
             </mobileAgent></User>",
            ErrorKind::InvalidInput,
            "mode: expected CALL_BY_CALL or NAILED_CONNECTION",
        ),
        (
            "<User><state>LOGIN</state><extension>5 1</extension></User>",
            ErrorKind::InvalidInput,
            "extension: expected 1 to 32 letters, digits and +*#-_.",
        ),
        (
            "<User><state>TALKING</state></User>",
            ErrorKind::InvalidInput,
            "state: expected LOGIN, LOGOUT, READY or NOT_READY",
        ),
        (
            "<User><state>NOT_READY</state><reasonCodeId>x</reasonCodeId></User>",
            ErrorKind::InvalidInput,
            "reasonCodeId: expected the code of a reason, plain digits",
        ),
    ] {
        assert_eq!(read(body), Err(ApiError::new(kind, data)), "{body}");
    }
}

#[test]
fn an_extension_is_short_and_plain() {
    for good in ["1", "5101", "+43123456789012", "*21#", "sip-line_1.a", &"9".repeat(32)] {
        assert!(is_extension(good), "{good}");
    }
    for bad in ["", " ", "5 1", "5101\n", "é", "<5>", &"9".repeat(33)] {
        assert!(!is_extension(bad), "{bad}");
    }
}

#[test]
fn xml_is_read_and_nothing_else() {
    for good in [None, Some("application/xml"), Some("Application/XML"), Some("text/xml; charset=utf-8")] {
        assert!(is_xml(good.map(str::as_bytes)), "{good:?}");
    }
    for bad in ["", "application/json", "application/xhtml+xml", "application/x-www-form-urlencoded"] {
        assert!(!is_xml(Some(bad.as_bytes())), "{bad}");
    }
}
