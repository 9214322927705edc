//! The page behind the link in a mail, for websites that have none of their own. It is ours.

/// Its `Content-Security-Policy`: nothing is loaded, nothing runs, and only this server gets what is typed.
pub const RESET_PAGE_POLICY: &str =
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; style-src 'unsafe-inline'";

/// A form that posts `token` and the password to `resetconfirm`.
#[must_use]
pub fn reset_page(token: &str, least_characters: usize) -> String {
    let token = escaped(token);
    format!(
        r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Choose a new password</title>
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:24rem;margin:4rem auto;padding:0 1rem}}
input,button{{font:inherit;width:100%;box-sizing:border-box;margin:.25rem 0 1rem;padding:.5rem}}</style>
<h1>Choose a new password</h1>
<form method="post" action="?api=resetconfirm">
<input type="hidden" name="token" value="{token}">
<label>New password, at least {least_characters} characters
<input type="password" name="Password" minlength="{least_characters}" autocomplete="new-password" required autofocus></label>
<button>Save</button>
</form>
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
