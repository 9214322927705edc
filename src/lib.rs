//! Logingate answers one question for contact centres: *may this agent log in to these projects?*
//!
//! A platform sends a login, Rego policies decide, one per project, and the answer is spelt as the platform expects it: for
//! VCC Live, a map from each project to `true` or `false`. The README says how to run it; this page is the map of the house.
//!
//! # Floors
//!
//! A room imports only from floors below its own. Its door, `mod.rs`, says what lives there, what it does not know, and
//! how to add one more.
//!
//! | floor | rooms |
//! |---|---|
//! | 6 | [`cli`]: `serve`, `check`, `test`, `decide`, `why`, `settings`, `init`, `new`, …, one file a command |
//! | 5 | [`app`]: builds every room from the settings, hands out what each needs; signals, draining |
//! | 4 | [`web`]: HTTP for platforms and load balancers; for operators in [`web::console`] |
//! | 3 | [`trial`]: a login decided and explained, and nobody takes note of it · [`admission`]: who is let in by name and password · [`roster`]: agents as a file, read and written |
//! | 2 | [`dialect`]: how a platform spells a login and its answer · [`directory`]: who the agents are · [`policy`]: from a directory of files to the set in force · [`journal`]: decisions written down and looked up · [`tls`]: certificates, shown and renewed · [`traces`]: requests followed through many systems · [`mail`]: mail that is sent · [`openid`]: identity providers asked who somebody is |
//! | 1 | [`decision`]: the core, from a login to a decision; it knows no HTTP, no Rego and no file |
//! | ground | [`config`]: settings · [`telemetry`]: log lines, metrics |
//!
//! # One login's way
//!
//! Each hop changes the type:
//!
//! ```text
//! bytes ─ web ─ dialect ─► Login ─ decision ─ remembered, or asked of its policy ─► Decision ─ dialect ─► bytes
//!                                                                                      └─► telemetry (never waits)
//! ```
//!
//! 1. [`web`] reads the request within bounds and hands it to the [`Hook`](dialect::vcc::Hook) of its path.
//! 2. The hook recognises the caller and reads a [`Login`](decision::Login): whatever the wire form, the same value.
//! 3. The [`Decider`](decision::Decider) looks each project's policy up in the [`PolicySet`](policy::PolicySet) in force,
//!    recalls what is remembered, and has the rest evaluated on threads of its own, all within the login's deadline.
//! 4. [`write_answer`](dialect::vcc::write_answer) spells the [`Decision`](decision::Decision) for the platform, and the
//!    [`LoginLog`](telemetry::LoginLog) takes note of it.
//!
//! Meanwhile the [`Keeper`](policy::Keeper) follows the policy directory: what changed is compiled beside the set in
//! force, which is then swapped whole; a login sees one set from beginning to end.
//!
//! # Which room?
//!
//! | a change that… | is made in |
//! |---|---|
//! | adds or changes a project's rule | `policies/`, no Rust |
//! | follows a platform's new field | [`dialect`], with a recorded case |
//! | adds a refusal | one variant of [`Problem`](dialect::Problem); the compiler asks for the rest |
//! | refuses another mistake in policies | one variant of [`FaultKind`](policy::FaultKind) and one check |
//! | adds a setting | `config/default.toml`, one field, one line |
//! | adds a command | one file in [`cli`]; help, manual and completions follow |
//! | changes what authors begin with | the files below `src/cli/init` and `src/cli/new` |
//! | shows authors another case | `examples/policies`, no Rust |
//! | changes what an answer means | [`decision`] |
//!
//! To decide logins inside another program, see `examples/embed.rs`.

pub mod admission;
pub mod app;
pub mod cli;
pub mod config;
pub mod decision;
pub mod dialect;
pub mod directory;
pub mod journal;
pub mod mail;
pub mod openid;
pub mod policy;
pub mod roster;
pub mod telemetry;
pub mod tls;
pub mod traces;
pub mod trial;
pub mod web;
