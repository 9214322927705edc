//! What holds of every platform that logs agents in by name and password.

mod counted;
mod outdated;
mod told;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::acqueon::sign_in;
use crate::server::Response;
use crate::staff::{Staff, agent};

/// Agents without projects may log in.
const POLICIES: &[(&str, &str)] = &[
    ("platforms/ucontact.rego", "package platforms.ucontact\n\nallow := true\n"),
    ("platforms/ozonetel.rego", "package platforms.ozonetel\n\nallow := true\n"),
    ("platforms/acqueon.rego", "package platforms.acqueon\n\nallow := true\n"),
    ("platforms/iservice.rego", "package platforms.iservice\n\nallow := true\n"),
];
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

/// A way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Ucontact,
    UcontactUser,
    Ozonetel,
    Acqueon,
    Finesse,
    Iservice,
}

impl Way {
    const ALL: [Self; 6] =
        [Self::Ucontact, Self::UcontactUser, Self::Ozonetel, Self::Acqueon, Self::Finesse, Self::Iservice];

    /// What `agent` is answered who logs in at `station`, where the platform has such a thing.
    fn log_in(self, staff: &Staff, agent: &str, password: &str, station: &str) -> Response {
        let basic = format!("Authorization: Basic {}\r\n", BASE64_STANDARD.encode(format!("{agent}:{password}")));
        match self {
            Self::Ucontact => {
                let form = format!("agent={agent}&password={password}");
                staff.post("/Integra/resources/auth/AgentLogin", FORM, &form)
            }
            Self::UcontactUser => {
                let form = format!("user={agent}&password={password}");
                staff.post("/Integra/resources/auth/UserLogin", FORM, &form)
            }
            Self::Ozonetel => {
                let form = format!("userName=demo&apiKey=KK&phoneNumber=%2B91555010{station}&action=login");
                staff.post("/CAServices/AgentAuthenticationV2/index.php", &format!("{FORM}{basic}"), &form)
            }
            Self::Acqueon => staff.post("/acqueon/messages", "", &sign_in(agent, password, station)),
            Self::Finesse => {
                let lines = format!("{basic}Content-Type: application/xml\r\n");
                let body = format!("<User><state>LOGIN</state><extension>{station}</extension></User>");
                staff.send("PUT", &format!("/finesse/api/User/{agent}"), &lines, &body)
            }
            Self::Iservice => {
                let form = format!("emailAddress={agent}&Password={password}");
                staff.post("/f/webapp-api-login?api=login", FORM, &form)
            }
        }
    }

    fn reads_long_passwords(self) -> bool {
        matches!(self, Self::Ozonetel | Self::Finesse)
    }

    fn lets_in(self, answer: &Response) -> bool {
        match self {
            Self::Ucontact | Self::UcontactUser => answer.body != "0",
            Self::Ozonetel => answer.body.contains(r#""success""#),
            Self::Acqueon => answer.body.contains("OpenConnection"),
            Self::Finesse => answer.status == 202,
            Self::Iservice => answer.body.contains(r#""isLoggedIn":true"#),
        }
    }
}

/// A server that `ana`, a user of uContact's API too, may log in to in every way.
fn staff() -> Staff {
    let staff = Staff::with("", POLICIES);
    assert!(staff.directory.wait(staff.directory.set_account("demo", b"KK")).unwrap());
    staff.add(logingate::directory::NewAgent { access_rights: vec!["api".to_owned()], ..agent("ana") });
    staff
}
