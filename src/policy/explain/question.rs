//! Questions to the engine: rules of our own beside the author's, in a module of the same package with the same imports.

use std::cell::Cell;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use regorus::unstable::{Expr, Ref};
use regorus::{Engine, Value};

use super::source;
use crate::policy::analysis::Definition;
use crate::policy::engine;
use crate::policy::engine_error::root_cause;
use crate::policy::package::written;

/// How many evaluations one explanation may take.
const MAX_EVALUATIONS: usize = 500;
/// How many times the limit of one evaluation all of them together may take.
const MAX_LIMITS: u32 = 8;

/// The function that hands values to a question as they are: some have no spelling in Rego.
const VALUE: &str = "logingate.value";

/// The path of our module; nobody sees it.
const FILE: &str = "explanation";

/// What a `with` puts in the place of something.
#[derive(Debug, Clone)]
pub(super) enum Stand {
    /// A value.
    In(Value),
    /// A function, by its full name.
    ByFunction(String),
}

/// What the `with`s around a question have put in the place of what: targets as full paths, the outermost first.
#[derive(Debug, Clone, Default)]
pub(super) struct Context(pub(super) Vec<(String, Stand)>);

/// Where a question is asked: within one definition, given arguments, under the `with`s around it.
pub(super) struct Site<'s, 'm> {
    pub(super) definition: &'s Definition<'m>,
    pub(super) parameters: &'s [Ref<Expr>],
    pub(super) arguments: &'s [Value],
    pub(super) context: &'s Context,
}

/// Asks the engine, within bounds.
pub(super) struct Questioner {
    engine: Engine,
    left: Cell<usize>,
    deadline: Instant,
}

/// What an expression came to, or the engine's complaint.
pub(super) type Answer = Result<Value, String>;

impl Questioner {
    /// Asks `engine`, whose single evaluations end after `limit`.
    pub(super) fn new(engine: Engine, limit: Duration) -> Self {
        Self { engine, left: Cell::new(MAX_EVALUATIONS), deadline: Instant::now() + limit * MAX_LIMITS }
    }

    /// Asks what stands at `path` below `data`, called with `arguments` if it is a function.
    pub(super) fn value(&self, site: &Site<'_, '_>, path: &[String]) -> Answer {
        let arguments = (!site.parameters.is_empty()).then_some(site.arguments.len());
        let asked = format!("data.{}{}", written(path), call(arguments));
        let mut answers = self.ask(site, &[], "", &[asked])?;
        answers.pop().unwrap_or(Ok(Value::Undefined)).map(|answers| only(&answers))
    }

    /// Asks whether each of `bodies` holds, in turn, up to the first that does not: the answers, each the list of what
    /// it gave.
    ///
    /// A body is the statements of a rule, and `values` are what they use of ours.
    pub(super) fn bodies(
        &self,
        site: &Site<'_, '_>,
        values: &[Value],
        bodies: &[String],
    ) -> Result<Vec<Answer>, String> {
        let arity = (!site.parameters.is_empty()).then_some(site.parameters.len());
        let parameters: Vec<_> = site.parameters.iter().map(source::of).collect();
        let parameters = if arity.is_some() { format!("({})", parameters.join(", ")) } else { String::new() };
        let mut rules = String::new();
        let mut asked = Vec::new();
        for (at, body) in bodies.iter().enumerate() {
            let name = format!("logingate_why_{at}");
            // Writing to a string does not fail.
            let _ = writeln!(rules, "{name}{parameters} := logingate_gives if {{\n{body}\n}}\n");
            asked.push(format!("{name}{}", call(arity)));
        }
        self.ask(site, values, &rules, &asked)
    }

    /// Evaluates each of `asked`, which may use `rules`, up to the first that has no value.
    fn ask(&self, site: &Site<'_, '_>, values: &[Value], rules: &str, asked: &[String]) -> Result<Vec<Answer>, String> {
        let mut all: Vec<Value> = site.arguments.to_vec();
        all.extend_from_slice(values);
        let with = with(site.context, &mut all);
        let mut text = format!("package {}\n\n", written(site.definition.package));
        for (name, import) in &site.definition.content.imports {
            let _ = writeln!(text, "import {} as {name}", written(&import.path));
        }
        let _ = writeln!(text, "\n{rules}");
        for (at, asked) in asked.iter().enumerate() {
            let _ = writeln!(text, "logingate_asked_{at} := [answer | answer := {asked}{with}]\n");
        }
        let mut engine = self.engine.clone();
        engine.clear_policy_length_config();
        let value = move |arguments: Vec<Value>| {
            let at = arguments.first().and_then(|at| at.as_u64().ok()).and_then(|at| usize::try_from(at).ok());
            Ok(at.and_then(|at| all.get(at)).cloned().unwrap_or(Value::Undefined))
        };
        let complaint = |error: &dyn std::fmt::Display| root_cause(&error.to_string()).to_owned();
        engine.add_extension(VALUE.into(), 1, Box::new(value)).map_err(|error| complaint(&error))?;
        engine.add_policy(FILE.into(), text).map_err(|error| complaint(&error))?;
        let mut answers = Vec::new();
        for at in 0..asked.len() {
            let path = format!("data.{}.logingate_asked_{at}", written(site.definition.package));
            let answer = self.evaluate(&mut engine, path)?;
            let has_value = matches!(&answer, Ok(Value::Array(answers)) if !answers.is_empty());
            answers.push(answer);
            if !has_value {
                break;
            }
        }
        Ok(answers)
    }

    fn evaluate(&self, engine: &mut Engine, path: String) -> Result<Answer, String> {
        let left = self.left.get().checked_sub(1).filter(|_| Instant::now() < self.deadline);
        self.left.set(left.ok_or("finding out would take too long")?);
        // Some built-ins panic on odd arguments; after that, nothing more is asked of this engine.
        let answer = catch_unwind(AssertUnwindSafe(|| engine.eval_rule(path)));
        Ok(match (answer, engine::refused()) {
            (Err(_), _) => Err("the engine failed on a built-in's arguments".to_owned()),
            (_, Some(refusal)) => Err(refusal.to_string()),
            (Ok(answer), None) => answer.map_err(|error| root_cause(&error.to_string()).to_owned()),
        })
    }
}

/// The name by which a question gets one of its own values: arguments come first.
pub(super) fn value_at(at: usize) -> String {
    format!("{VALUE}({at})")
}

/// The one value of a list, undefined if there is none.
pub(super) fn only(answers: &Value) -> Value {
    match answers {
        Value::Array(answers) => answers.first().cloned().unwrap_or(Value::Undefined),
        _ => Value::Undefined,
    }
}

fn call(arguments: Option<usize>) -> String {
    let Some(arguments) = arguments else { return String::new() };
    let arguments: Vec<_> = (0..arguments).map(value_at).collect();
    format!("({})", arguments.join(", "))
}

/// The `with`s of a context; the values that they need are added to `values`.
fn with(context: &Context, values: &mut Vec<Value>) -> String {
    context.0.iter().fold(String::new(), |text, (target, stand)| match stand {
        Stand::ByFunction(name) => format!("{text} with {target} as {name}"),
        Stand::In(value) => {
            values.push(value.clone());
            format!("{text} with {target} as {}", value_at(values.len() - 1))
        }
    })
}
