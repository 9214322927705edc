//! The pages behind the link in a mail, for websites that have none of their own. They are ours.

use super::Complaint;

/// Their `Content-Security-Policy`: nothing is loaded, nothing runs, and only this server gets what is typed.
pub const PAGE_POLICY: &str =
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; style-src 'unsafe-inline'";

/// A form that posts `token` and the password to `resetconfirm`.
#[must_use]
pub fn reset_page(token: &str, least_characters: usize) -> String {
    let token = escaped(token);
    page(
        "Choose a new password",
        &format!(
            r#"<form method="post" action="?api=resetconfirm">
<input type="hidden" name="token" value="{token}">
<label>New password, at least {least_characters} characters
<input type="password" name="Password" minlength="{least_characters}" autocomplete="new-password" required autofocus></label>
<button>Save</button>
</form>"#
        ),
    )
}

/// What whoever has sent that form is told.
#[must_use]
pub fn message_page(complaint: Option<&Complaint>) -> String {
    match complaint {
        None => page("Your password is changed", "<p>You can log in with it now.</p>"),
        Some(complaint) => page("Your password is not changed", &format!("<p>{}</p>", escaped(&complaint.text()))),
    }
}

fn page(title: &str, content: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:24rem;margin:4rem auto;padding:0 1rem}}
input,button{{font:inherit;width:100%;box-sizing:border-box;margin:.25rem 0 1rem;padding:.5rem}}</style>
<h1>{title}</h1>
{content}
</html>
"#
    )
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
