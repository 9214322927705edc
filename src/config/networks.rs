//! Lists of networks: `["203.0.113.0/24", "2001:db8::/32"]`; a single address is a network of its own.

use std::net::IpAddr;

use ipnet::IpNet;

use super::table::Table;

const LIST: &str = "a list of networks: [\"203.0.113.0/24\", \"2001:db8::/32\"]";
const NETWORK: &str = "a network such as \"203.0.113.0/24\" or \"2001:db8::/32\", or an address";

/// Reads the list `key` of `table`.
pub(super) fn read(table: &mut Table<'_>, key: &'static str) -> Option<Vec<IpNet>> {
    table.list(key, LIST, network)
}

/// A network whose address has nothing in its host's part, for there a slip would show.
fn network(text: &str) -> Result<IpNet, String> {
    let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).map_err(|_| NETWORK.to_owned())?;
    match network.trunc() {
        whole if whole == network => Ok(network),
        whole => Err(format!("\"{whole}\", the network that this address lies in, or the address alone")),
    }
}
