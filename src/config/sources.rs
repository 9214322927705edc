//! Where settings come from, and how the places are laid over each other.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::value::{Dict, Value};

use super::environment;
use super::fault::Fault;
use super::layer::{Layer, SourceKind, parse_table};
use super::opentelemetry;

/// The compiled-in defaults, which are also the documentation of every setting.
pub const DEFAULTS: &str = include_str!("default.toml");

/// The settings file that is read if nobody names one.
const FILE_NAME: &str = "logingate.toml";

/// The places that settings are read from; later ones win: the defaults, a file, the environment, flags.
#[derive(Clone, Default)]
pub struct Sources {
    /// `--config`: the settings file, which must exist. Without it `logingate.toml` is read if it exists.
    pub config: Option<PathBuf>,
    /// `--listen`
    pub listen: Option<String>,
    /// `--policies`
    pub policies: Option<PathBuf>,
    /// Environment variables; those that begin with `LOGINGATE_`, and some of OpenTelemetry's.
    pub environment: Vec<(OsString, OsString)>,
    /// Where `logingate.toml` and relative paths of secrets are looked for; empty means the working directory.
    pub directory: PathBuf,
}

impl Sources {
    /// The environment and working directory of this process, no flags.
    #[must_use]
    pub fn of_process() -> Self {
        Self { environment: std::env::vars_os().collect(), ..Self::default() }
    }

    /// All layers merged.
    ///
    /// # Errors
    /// The fault of a file that is refused as a whole, for without it other faults would mislead.
    pub(super) fn merged(&self, faults: &mut Vec<Fault>) -> Result<Figment, Fault> {
        let mut figment = Figment::from(toml_layer("default", SourceKind::Program, DEFAULTS)?);
        let mut variables = opentelemetry::layers(&self.environment, faults);
        variables.extend(environment::layers(&self.environment, faults));
        for layer in self.file_layer()?.into_iter().chain(variables).chain(self.flag_layers(faults)) {
            figment = figment.merge(layer);
        }
        Ok(figment)
    }

    fn file_layer(&self) -> Result<Option<Layer>, Fault> {
        let path = self.config.clone().unwrap_or_else(|| self.directory.join(FILE_NAME));
        let source = shown(&path);
        let refused = |problem| Fault { name: String::new(), source: source.clone(), problem };
        match std::fs::read(&path) {
            Ok(bytes) => {
                let text = String::from_utf8(bytes).map_err(|_| refused("is not UTF-8 text".into()))?;
                toml_layer(&source, SourceKind::File, &text).map(Some)
            }
            Err(error) if error.kind() == ErrorKind::NotFound && self.config.is_none() => Ok(None),
            Err(error) => Err(refused(format!("the settings file cannot be read: {error}").into())),
        }
    }

    fn flag_layers(&self, faults: &mut Vec<Fault>) -> Vec<Layer> {
        let mut layers = Vec::new();
        if let Some(listen) = &self.listen {
            let values = Dict::from([("listen".to_owned(), Value::from(listen.as_str()))]);
            layers.push(Layer::new("--listen".to_owned(), SourceKind::Program, values));
        }
        match self.policies.as_deref().map(Path::to_str) {
            None => {}
            Some(Some(dir)) => {
                let policies = Dict::from([("dir".to_owned(), Value::from(dir))]);
                let values = Dict::from([("policies".to_owned(), Value::from(policies))]);
                layers.push(Layer::new("--policies".to_owned(), SourceKind::Program, values));
            }
            Some(None) => faults.push(Fault {
                name: "policies.dir".to_owned(),
                source: "--policies".to_owned(),
                problem: "got a path that is not UTF-8 text".into(),
            }),
        }
        layers
    }
}

/// `path` on one line, whatever it holds.
pub(super) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(char::is_control, "\u{fffd}")
}

fn toml_layer(source: &str, kind: SourceKind, text: &str) -> Result<Layer, Fault> {
    let values = parse_table(text).map_err(|fault| {
        let (line, column) = fault.place;
        let source = format!("{source}:{line}:{column}");
        Fault { name: String::new(), source, problem: format!("is not TOML: {}", fault.message).into() }
    })?;
    Ok(Layer::new(source.to_owned(), kind, values))
}
