//! Every statement of the directory finds its rows by an index, however many agents there are.

use std::path::{Path, PathBuf};

use regex::Regex;
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};

use super::{House, agent};

/// Those that look at every row, as lists do. None of them is on the way of a login.
const WHOLE: [&str; 3] = [
    "SELECT user_name FROM accounts",
    "SELECT agent_id, username, platform, opened, used, idle",
    "SELECT agent_id, username, platform, state, reason",
];

#[test]
fn no_statement_on_the_way_of_a_login_looks_at_every_row() {
    let house = House::sqlite();
    let agents = (0..10_000).map(|at| (agent(&format!("agent{at}")), None)).collect();
    house.wait(house.directory.add_all(agents, |_| ())).unwrap();
    let statements = statements();
    assert!(statements.len() > 30, "{statements:#?}");
    let url = format!("sqlite:{}", house.folder.path().join("agents.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let scanning = runtime.block_on(async {
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        let mut scanning = Vec::new();
        for statement in statements {
            let explained = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}")));
            let plan = explained.fetch_all(&mut connection).await;
            let plan = plan.unwrap_or_else(|error| panic!("{statement}: {error}"));
            let steps: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
            // Rows that stand in the statement itself.
            let is_listed = |step: &str| step.contains("CONSTANT ROW") || step.contains("VALUES CLAUSE");
            let is_whole = |step: &String| step.starts_with("SCAN") && !is_listed(step);
            if steps.iter().any(is_whole) {
                scanning.push(format!("{statement}: {}", steps.join("; ")));
            }
        }
        scanning
    });
    let expected = |statement: &String| WHOLE.iter().any(|whole| statement.starts_with(whole));
    assert_eq!(scanning.iter().filter(|statement| !expected(statement)).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(scanning.len(), WHOLE.len(), "{scanning:#?}");
}

/// Every statement that stands in the source, with what is put into it.
fn statements() -> Vec<String> {
    let text = Regex::new(r#"(?s)"(?:\\\n\s*)?((?:SELECT|UPDATE|DELETE|INSERT)\s[^"]*)""#).unwrap();
    let constant = Regex::new(r#"const (\w+): &str = "([^"]*)";"#).unwrap();
    let line_end = Regex::new(r"\\\n\s*").unwrap();
    let source = source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/directory"));
    let statement = |found: &str| {
        let mut statement = line_end.replace_all(found, "").into_owned();
        for constant in constant.captures_iter(&source) {
            statement = statement.replace(&format!("{{{}}}", &constant[1]), &constant[2]);
        }
        let statement = statement.replace("IN ({})", "IN ($1)").replace("IN {}", "IN ($1)");
        let statement = statement.replace("VALUES {}", "VALUES ($1, $2, $3)");
        statement.replace("{platforms}", "('vcc'), ('ucontact')")
    };
    let mut statements: Vec<_> = text.captures_iter(&source).map(|found| statement(&found[1])).collect();
    // What is put together row by row only adds.
    statements.retain(|statement| !statement.starts_with("INSERT INTO {table}"));
    statements
}

/// All modules below `folder`, one after the other.
fn source(folder: &Path) -> String {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let text = |path: PathBuf| match path.extension() {
        None => source(&path),
        Some(extension) if extension == "rs" => std::fs::read_to_string(&path).unwrap(),
        Some(_) => String::new(),
    };
    paths.map(text).collect()
}
