//! On whose behalf a trusted proxy calls: `Forwarded` (RFC 7239) and `X-Forwarded-For`, read from their end.

#[cfg(test)]
mod tests;

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::http::header::{FORWARDED, HeaderMap, HeaderName, HeaderValue, X_FORWARDED_FOR};
use ipnet::IpNet;

use super::forwarded;

/// The address that a request comes from: `peer`, unless that is one of the `trusted` proxies. Then it is the last
/// address of the header that is not, for each proxy adds its caller at the end, and all before is hearsay.
///
/// What can't be read ends the search, so that nothing before it is believed. With both headers a proxy may have written
/// the one and passed on the other as its caller sent it: unless they agree, neither is believed.
pub(super) fn of(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    if !is_any_of(trusted, peer) {
        return peer;
    }
    let told = |name, read| hops(headers, &name, read).map(|hops| last_stranger(peer, &hops, trusted));
    match (told(FORWARDED, forwarded::hops), told(X_FORWARDED_FOR, listed)) {
        (Some(origin), None) | (None, Some(origin)) => origin,
        (Some(one), Some(other)) if one == other => one,
        _ => peer,
    }
}

/// Whether `address` lies in any of `networks`.
pub(super) fn is_any_of(networks: &[IpNet], address: IpAddr) -> bool {
    networks.iter().any(|network| network.contains(&address))
}

/// A hop as a header has it: `None` for one that is no address.
pub(super) type Hop = Option<IpAddr>;

/// Every hop of all lines of the header `name`, in their order; `None` without a line.
fn hops(headers: &HeaderMap, name: &HeaderName, read: fn(&str) -> Option<Vec<Hop>>) -> Option<Vec<Hop>> {
    let line = |line: &HeaderValue| read(&String::from_utf8_lossy(line.as_bytes())).unwrap_or_else(|| vec![None]);
    headers.contains_key(name).then(|| headers.get_all(name).flat_map(line).collect())
}

fn last_stranger(peer: IpAddr, hops: &[Hop], trusted: &[IpNet]) -> IpAddr {
    let mut origin = peer;
    for hop in hops.iter().rev() {
        let Some(address) = *hop else { break };
        origin = address;
        if !is_any_of(trusted, address) {
            break;
        }
    }
    origin
}

#[expect(clippy::unnecessary_wraps, reason = "the other header has lines that can't be read at all")]
fn listed(line: &str) -> Option<Vec<Hop>> {
    Some(line.split(',').map(address).collect())
}

/// An address, with a port or without, an IPv6 one in brackets or without.
pub(super) fn address(text: &str) -> Hop {
    let text = text.trim_matches([' ', '\t']);
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    text.parse().ok().or_else(with_port).or_else(bracketed).map(|address: IpAddr| address.to_canonical())
}
