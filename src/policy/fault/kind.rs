//! The names of findings: faults, which break a policy, and warnings, which do not.

use super::Severity;

/// What a finding can be: a closed list of names.
pub trait Kind: Copy + Ord + 'static {
    /// How bad all of this list are.
    const SEVERITY: Severity;

    /// The name in `--format json`, logs, documentation and, for warnings, `# logingate:ignore`.
    #[must_use]
    fn as_str(self) -> &'static str;
}

/// An enum of names, the list of all of them, and how each is spelt.
macro_rules! kinds {
    ($(#[$about:meta])* $kinds:ident, $severity:ident, { $($(#[$meaning:meta])+ $kind:ident = $name:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $kinds { $($(#[$meaning])+ $kind,)+ }

        impl $kinds {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// The name in `--format json`, logs and documentation.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $name,)+ }
            }
        }

        impl Kind for $kinds {
            const SEVERITY: Severity = Severity::$severity;

            fn as_str(self) -> &'static str {
                self.as_str()
            }
        }
    };
}

kinds! {
    /// The name of a fault: stable, so that scripts can tell them apart.
    FaultKind, Fault, {
        /// The file can't be read: permissions, a link that leaves the directory, not UTF-8, too large.
        Unreadable = "unreadable",
        /// More bytes, lines, columns or statements than the engine takes.
        TooLong = "too_long",
        /// Brackets or operators nested deeper than the parser can bear.
        TooDeep = "too_deep",
        /// Not Rego.
        Syntax = "syntax",
        /// The package is not the one the file's name calls for, or nobody's.
        Package = "package",
        /// One project spelt in two ways.
        TwoPackages = "two_packages",
        /// A variable that nothing gives a value, a statement the engine cannot order.
        Unsafe = "unsafe",
        /// Rules that contradict one another: two defaults, a function and a value of one name.
        Conflict = "conflict",
        /// A rule that needs itself.
        Recursion = "recursion",
        /// A function that is neither defined nor built in.
        UnknownFunction = "unknown_function",
        /// A function called with too many or too few arguments.
        Arity = "arity",
        /// A built-in that this server does not run.
        DeniedBuiltin = "denied_builtin",
        /// `_` below `not`: Rego calls it unsafe, the engine would read it as "some element differs".
        WildcardUnderNot = "wildcard_under_not",
        /// `not` with a lookup by a variable of `every` around it: the engine fails where nothing is found.
        LookupInEvery = "lookup_in_every",
        /// `walk` in a form that silently yields nothing.
        WalkOutput = "walk_output",
        /// A regular expression that does not compile or grows too large.
        Pattern = "pattern",
        /// No rule for `allow`, or one that is neither true nor false.
        MissingAllow = "missing_allow",
        /// A `deny` that is not a set of reasons.
        DenyShape = "deny_shape",
        /// A `package system.log` with neither `mask` nor `drop`, or with one that can't be what it should.
        LogRules = "log_rules",
        /// A `# METADATA` block that can't be used.
        Metadata = "metadata",
        /// A data file that is not a JSON or YAML object.
        Data = "data",
        /// Data where a package or another data file already stands.
        DataConflict = "data_conflict",
        /// `data.assignments` can't be used as it stands.
        Assignments = "assignments",
        /// A table of tests that can't be used.
        Table = "table",
        /// The engine refused it for another reason.
        Engine = "engine",
    }
}

kinds! {
    /// The name of a warning: stable, so that comments can turn it off and scripts can tell them apart.
    WarningKind, Warning, {
        /// A package that no project can reach.
        UnreachablePackage = "unreachable_package",
        /// An assignment of a project that has a policy of its own.
        ShadowedAssignment = "shadowed_assignment",
        /// An `allow` whose value is neither true nor false.
        AllowNotBoolean = "allow_not_boolean",
        /// A policy without `default allow := false`: undefined instead of false.
        MissingDefault = "missing_default",
        /// `default allow := true`.
        DefaultAllow = "default_allow",
        /// An id, which is a number, compared with a text.
        IdComparedWithString = "id_compared_with_string",
        /// A time of day, date or weekday taken from the clock in UTC.
        ClockWithoutTimeZone = "clock_without_time_zone",
        /// A field of `input` that no login has.
        UnknownInputField = "unknown_input_field",
        /// A reference to `data` where no rule, package or data file has anything.
        UnknownReference = "unknown_reference",
        /// A policy whose verdicts are remembered for the whole input, so hardly ever used again.
        WholeInput = "whole_input",
        /// A policy that no test mentions.
        Untested = "untested",
        /// A comment that turns off a warning which does not exist.
        UnknownIgnore = "unknown_ignore",
        /// A comment that turns off a warning which is not there.
        UnusedIgnore = "unused_ignore",
    }
}
