//! The call that the documentation's page makes, by curl in each way that it can send a form.

use super::{PATH, logged_in};
use crate::program::bash;
use crate::staff::{RIGHT, Staff};

#[test]
fn curl_logs_an_agent_in_by_either_kind_of_form() {
    let staff = Staff::of_ozonetel("");
    let url = format!("http://{}{PATH}", staff.server.address);
    let fields = ["userName=demo_account", "apiKey=KKdemo", "phoneNumber=+915550100001"];
    for flag in ["--data-urlencode", "--form-string"] {
        let call = |action: &str| {
            let fields = fields.iter().map(|field| format!("{flag} '{field}' ")).collect::<String>();
            let command = format!("curl --request POST --user 'AG1001:{RIGHT}' {fields} {flag} action={action} {url}");
            let ran = bash(staff.server.policies.path(), &command, &[]);
            assert_eq!(ran.code, Some(0), "{}", ran.text);
            ran.text
        };
        assert_eq!(call("LOGIN"), logged_in("AG1001"), "{flag}");
        assert!(call("logout").contains("Agent AG1001 logged out successfully"), "{flag}");
    }
}
