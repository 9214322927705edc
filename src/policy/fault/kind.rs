//! The names of faults.

use serde::Serialize;

/// The name of a fault: stable, so that scripts can tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The file can't be read: permissions, a link that leaves the directory, not UTF-8, too large.
    Unreadable,
    /// More bytes, lines, columns or statements than the engine takes.
    TooLong,
    /// Brackets or operators nested deeper than the parser can bear.
    TooDeep,
    /// Not Rego.
    Syntax,
    /// The package is not the one the file's name calls for, or nobody's.
    Package,
    /// One project spelt in two ways.
    TwoPackages,
    /// A variable that nothing gives a value, a statement the engine cannot order.
    Unsafe,
    /// Rules that contradict one another: two defaults, a function and a value of one name.
    Conflict,
    /// A rule that needs itself.
    Recursion,
    /// A function that is neither defined nor built in.
    UnknownFunction,
    /// A function called with too many or too few arguments.
    Arity,
    /// A built-in that this server does not run.
    DeniedBuiltin,
    /// `_` below `not`: Rego calls it unsafe, the engine would read it as "some element differs".
    WildcardUnderNot,
    /// `not` with a lookup by a variable of `every` around it: the engine fails where nothing is found.
    LookupInEvery,
    /// `walk` in a form that silently yields nothing.
    WalkOutput,
    /// A regular expression that does not compile or grows too large.
    Pattern,
    /// No rule for `allow`.
    MissingAllow,
    /// A `deny` that is not a set of reasons.
    DenyShape,
    /// A `# METADATA` block that can't be used.
    Metadata,
    /// A data file that is not a JSON or YAML object.
    Data,
    /// Data where a package or another data file already stands.
    DataConflict,
    /// `data.assignments` can't be used as it stands.
    Assignments,
    /// The engine refused it for another reason.
    Engine,
}

impl FaultKind {
    /// The name in `--format json`, logs and documentation.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::TooLong => "too_long",
            Self::TooDeep => "too_deep",
            Self::Syntax => "syntax",
            Self::Package => "package",
            Self::TwoPackages => "two_packages",
            Self::Unsafe => "unsafe",
            Self::Conflict => "conflict",
            Self::Recursion => "recursion",
            Self::UnknownFunction => "unknown_function",
            Self::Arity => "arity",
            Self::DeniedBuiltin => "denied_builtin",
            Self::WildcardUnderNot => "wildcard_under_not",
            Self::LookupInEvery => "lookup_in_every",
            Self::WalkOutput => "walk_output",
            Self::Pattern => "pattern",
            Self::MissingAllow => "missing_allow",
            Self::DenyShape => "deny_shape",
            Self::Metadata => "metadata",
            Self::Data => "data",
            Self::DataConflict => "data_conflict",
            Self::Assignments => "assignments",
            Self::Engine => "engine",
        }
    }
}
