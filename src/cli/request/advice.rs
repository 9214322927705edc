//! What to do about a refusal: of ours by its kind, of other servers by their status.

use super::forms::{Method, TextForm};
use super::message::Message;
use super::sender::Answer;
use super::target::{SECRET, SecretPlace, Target};
use crate::cli::output::plain;

/// What to do about the refusal `kind` of `message`.
pub(super) fn about(kind: &str, message: &Message, target: &Target, answer: &Answer) -> Vec<String> {
    let mut advice = match kind {
        "unauthorized" => secret(message),
        "signature_refused" => signature(message),
        "undecryptable_body" => encryption(message),
        "body_not_understood" if message.cipher.is_some() => vec![
            "The body was sent encrypted, and this hook reads plain ones: set `[vcc.hooks.encryption]` there, or switch \
             encryption off in VCC Live and leave out --cipher."
                .to_owned(),
        ],
        "not_found" => vec![
            "The path is that of no hook: compare it with `path` of `[[vcc.hooks]]` in the server's settings. Upper and \
             lower case differ. A hook whose path has {secret} needs that segment, too."
                .to_owned(),
        ],
        "address_not_allowed" => vec![
            "The hook's `allow` has no network with the address that this request came from. Behind a proxy, \
             `trusted_proxies` must name it, or every request seems to come from it."
                .to_owned(),
        ],
        "too_many_bad_secrets" => vec![
            "Correct the secret first: a right one is accepted at once, whatever came before it.".to_owned(),
        ],
        "overloaded" | "connection_busy" => vec![
            "The server is at `limits.in_flight`: its policies are too slow for the logins that come. Try again.".to_owned(),
        ],
        "undecided" => vec![
            "A policy failed or took too long, and the hook's `on_error` is \"unavailable\". The server's log names the \
             policy; `logingate check` may show what is wrong with it."
                .to_owned(),
        ],
        _ => Vec::new(),
    };
    if matches!(kind, "unauthorized" | "signature_refused" | "undecryptable_body") {
        advice.push(last_arrival(target));
    }
    advice.extend(answer.header("retry-after").map(|seconds| format!("Ask again after {} s.", plain(seconds))));
    advice
}

/// What cannot be told from outside.
fn last_arrival(target: &Target) -> String {
    let hook = target.hook.as_deref().unwrap_or("{name}");
    format!("The server knows more: its log, and GET /v1/hooks/{hook}/last on its admin listener.")
}

fn secret(message: &Message) -> Vec<String> {
    vec![match message.secret_place {
        None => format!(
            "No secret was sent: give --secret-file or the variable {SECRET}, or --hook to take it from the settings. In VCC \
             Live the secret is part of the URL."
        ),
        Some(SecretPlace::Query) => format!(
            "The secret was sent in the query as `{}`. Compare it with the hook's `secrets` to the last character, and the \
             parameter with `secret_parameter`.",
            message.secret_parameter
        ),
        Some(SecretPlace::Path) => "The secret was sent in the path. Compare it with the hook's `secrets` to the last \
                                    character."
            .to_owned(),
        Some(SecretPlace::Basic) => {
            "The secret was sent as the password of HTTP Basic, which every hook reads: so it is \
                                     none of the hook's `secrets`."
                .to_owned()
        }
    }]
}

fn signature(message: &Message) -> Vec<String> {
    if message.is_signed {
        return Vec::new();
    }
    vec!["The request was not signed: give --signing-secret-file, or --hook to take it from the settings.".to_owned()]
}

fn encryption(message: &Message) -> Vec<String> {
    let advice = match (message.cipher, message.form.method, message.form.text) {
        (_, Method::Get, _) => "A GET is never encrypted, and this hook takes nothing else: choose POST in VCC Live.",
        (None, ..) => {
            "The body was sent as it is, and this hook takes encrypted ones: give --cipher and --key-file, or --hook."
        }
        (Some(_), _, TextForm::Pairs(_)) => "An encrypted body has to be JSON: leave out --body-form.",
        (Some(_), ..) => {
            "Cipher, key or initialisation vector differ from the hook's; the server does not say which, lest it help to guess. \
             Compare `cipher`, `key` to the last character, and `iv`: \"query\" wants iv=${iv} at the end of VCC Live's \
             URL, \"empty\" (here --iv empty) wants none."
        }
    };
    vec![advice.to_owned()]
}

/// What a refusal means that is not ours.
pub(super) fn of_another_server(answer: &Answer, message: &Message) -> (String, Vec<String>) {
    let who = match answer.header("server") {
        Some(server) => {
            format!("What answers is not Logingate but something before it or elsewhere ({})", message.shown(server))
        }
        None => "What answers is not Logingate but something before it or elsewhere".to_owned(),
    };
    let advice = match answer.status {
        300..=399 => format!(
            "It redirects{}. VCC Live is not known to follow that: type the URL it leads to, and mind that the secret has \
             travelled to the first one.",
            answer
                .header("location")
                .map(|location| format!(" to {}", without_query(location, message)))
                .unwrap_or_default()
        ),
        401 | 407 => "It wants credentials of its own, which VCC Live does not have: let this path through.".to_owned(),
        403 => "It lets this path or this address not through: look at the rules of the proxy or firewall.".to_owned(),
        404 => "It has nothing at this path: is it the right host and port, and does the proxy pass this path on?"
            .to_owned(),
        405 => "It takes another method; Logingate takes GET, POST and PUT.".to_owned(),
        400 => "It could not read the request: `http://` to a port that speaks TLS ends like this, too.".to_owned(),
        413 | 414 | 431 => "Its limit is lower than Logingate's: raise it in the proxy.".to_owned(),
        429 => "It limits how often may be asked: except this path, or a shift's start locks agents out.".to_owned(),
        502..=504 => {
            "The proxy is there, and Logingate behind it does not answer it: is it running, where the proxy asks?"
                .to_owned()
        }
        _ => "Look into its log.".to_owned(),
    };
    (format!("{who}; status {}.", answer.status), vec![advice])
}

/// A redirect repeats the query, and so the secret.
fn without_query(location: &str, message: &Message) -> String {
    message.shown(location.split(['?', '#']).next().unwrap_or_default())
}
