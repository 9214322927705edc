//! Files judged and followed, without a socket.

mod following;
mod judging;

/// A pair that is valid for ever, in PEM form: certificate and key.
fn pair() -> (String, String) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    (made.cert.pem(), made.signing_key.serialize_pem())
}
