//! Which paths a hook may be served at.

/// The segment that stands for the secret.
pub(super) const SECRET_SEGMENT: &str = "{secret}";

/// Whether the secret is read from a segment of `path`.
pub(super) fn carries_secret(path: &str) -> bool {
    segments(path).any(|segment| segment == SECRET_SEGMENT)
}

/// What is expected of a path and does not hold for `path`.
pub(super) fn broken_rule(path: &str) -> Option<&'static str> {
    let Some(rest) = path.strip_prefix('/') else { return Some("a path that starts with `/`") };
    let in_braces = rest.split('/').filter(|segment| segment.contains(['{', '}']));
    let without_last_slash = rest.strip_suffix('/').unwrap_or(rest);
    if path.contains(['?', '#']) {
        Some("a path without a query (`?`) or a fragment (`#`)")
    } else if in_braces.clone().any(|segment| segment != SECRET_SEGMENT) || in_braces.count() > 1 {
        Some("no braces but those of at most one segment `{secret}`")
    } else if !rest.chars().all(is_plain) {
        Some("a path of letters, digits and -._~!$&'()*+,;=:@/ only, without escapes")
    } else if !rest.is_empty() && without_last_slash.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
        Some("a path without empty, `.` or `..` segments")
    } else {
        match segments(path).next() {
            Some("health") => Some("a path that does not begin with /health, where the server tells its own health"),
            Some(SECRET_SEGMENT) => Some("a path whose first segment is not `{secret}`, such as /vcc/{secret}"),
            _ => None,
        }
    }
}

/// Whether one request could match both paths: they differ at most in a last slash or in what `{secret}` stands for.
pub(super) fn overlap(one: &str, other: &str) -> bool {
    let same = |(one, other)| one == other || one == SECRET_SEGMENT || other == SECRET_SEGMENT;
    segments(one).count() == segments(other).count() && segments(one).zip(segments(other)).all(same)
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// What stands in a path without an escape (RFC 3986, `pchar`), and our braces.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/{}".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_paths_are_accepted() {
        for path in
            ["/", "/vcc", "/vcc/", "/vcc/project-login", "/vcc/{secret}", "/vcc/{secret}/x/", "/healthy", "/a/health"]
        {
            assert_eq!(broken_rule(path), None, "{path}");
        }
    }

    #[test]
    fn paths_that_no_request_or_too_many_could_match_are_refused() {
        let refused = [
            "",
            "vcc",
            "//",
            "//vcc",
            "/vcc//x",
            "/vcc//",
            "/./x",
            "/x/..",
            "/vcc?x",
            "/vcc#x",
            "/vcc/{secret",
            "/vcc/{id}",
            "/vcc/x{secret}",
            "/vcc/{secret}/{secret}",
            "/{secret}",
            "/{secret}/live",
            "/health",
            "/health/",
            "/health/live",
            "/a b",
            "/a%20b",
            "/ä",
            "/a\\b",
            "/a\n",
        ];
        for path in refused {
            assert!(broken_rule(path).is_some(), "{path:?}");
        }
    }

    #[test]
    fn paths_overlap_if_one_request_could_match_both() {
        assert!(overlap("/vcc/a", "/vcc/a/"));
        assert!(overlap("/vcc/{secret}", "/vcc/a"));
        assert!(overlap("/vcc/a/{secret}", "/vcc/{secret}/b"));
        assert!(!overlap("/vcc/a", "/vcc/b"));
        assert!(!overlap("/vcc/a", "/vcc/A"));
        assert!(!overlap("/vcc/a", "/vcc/a/b"));
    }
}
